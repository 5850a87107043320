package dev.grok.backend.cpu.internal.simd;

import static dev.grok.backend.cpu.internal.simd.SimdMath.L;
import static dev.grok.backend.cpu.internal.simd.SimdMath.S;
import static dev.grok.backend.cpu.internal.simd.SimdMath.all;
import static dev.grok.backend.cpu.internal.simd.SimdMath.load;

import jdk.incubator.vector.FloatVector;

/**
 * Tiles of six rows by two vectors, and by one: twelve accumulators, two of b and one of a fit the
 * sixteen registers of AVX2. The accumulators are locals by name: in an array they would be boxed.
 */
final class SimdTile {
  private SimdTile() {}

  /** {@code c = a panel}, the panel 2 L wide; rows of a begin at a0 to a5. */
  static void sixByTwo(
      int k,
      float[] a,
      int a0,
      int a1,
      int a2,
      int a3,
      int a4,
      int a5,
      float[] panel,
      int panelAt,
      float[] c,
      int cAt,
      int ldc,
      boolean accumulate) {
    FloatVector zero = FloatVector.zero(S);
    FloatVector c00 = zero;
    FloatVector c01 = zero;
    FloatVector c10 = zero;
    FloatVector c11 = zero;
    FloatVector c20 = zero;
    FloatVector c21 = zero;
    FloatVector c30 = zero;
    FloatVector c31 = zero;
    FloatVector c40 = zero;
    FloatVector c41 = zero;
    FloatVector c50 = zero;
    FloatVector c51 = zero;
    for (int p = 0; p < k; p++) {
      FloatVector b0 = load(panel, panelAt + p * (2 * L));
      FloatVector b1 = load(panel, panelAt + p * (2 * L) + L);
      FloatVector x = all(a[a0 + p]);
      c00 = x.fma(b0, c00);
      c01 = x.fma(b1, c01);
      x = all(a[a1 + p]);
      c10 = x.fma(b0, c10);
      c11 = x.fma(b1, c11);
      x = all(a[a2 + p]);
      c20 = x.fma(b0, c20);
      c21 = x.fma(b1, c21);
      x = all(a[a3 + p]);
      c30 = x.fma(b0, c30);
      c31 = x.fma(b1, c31);
      x = all(a[a4 + p]);
      c40 = x.fma(b0, c40);
      c41 = x.fma(b1, c41);
      x = all(a[a5 + p]);
      c50 = x.fma(b0, c50);
      c51 = x.fma(b1, c51);
    }
    if (accumulate) {
      addTo(c, cAt, c00, c01);
      addTo(c, cAt + ldc, c10, c11);
      addTo(c, cAt + 2 * ldc, c20, c21);
      addTo(c, cAt + 3 * ldc, c30, c31);
      addTo(c, cAt + 4 * ldc, c40, c41);
      addTo(c, cAt + 5 * ldc, c50, c51);
    } else {
      store(c, cAt, c00, c01);
      store(c, cAt + ldc, c10, c11);
      store(c, cAt + 2 * ldc, c20, c21);
      store(c, cAt + 3 * ldc, c30, c31);
      store(c, cAt + 4 * ldc, c40, c41);
      store(c, cAt + 5 * ldc, c50, c51);
    }
  }

  /** {@code c = a panel}, the panel L wide; rows of a begin at a0 to a5. */
  static void sixByOne(
      int k,
      float[] a,
      int a0,
      int a1,
      int a2,
      int a3,
      int a4,
      int a5,
      float[] panel,
      int panelAt,
      float[] c,
      int cAt,
      int ldc,
      boolean accumulate) {
    FloatVector zero = FloatVector.zero(S);
    FloatVector c0 = zero;
    FloatVector c1 = zero;
    FloatVector c2 = zero;
    FloatVector c3 = zero;
    FloatVector c4 = zero;
    FloatVector c5 = zero;
    for (int p = 0; p < k; p++) {
      FloatVector b = load(panel, panelAt + p * L);
      c0 = all(a[a0 + p]).fma(b, c0);
      c1 = all(a[a1 + p]).fma(b, c1);
      c2 = all(a[a2 + p]).fma(b, c2);
      c3 = all(a[a3 + p]).fma(b, c3);
      c4 = all(a[a4 + p]).fma(b, c4);
      c5 = all(a[a5 + p]).fma(b, c5);
    }
    if (accumulate) {
      load(c, cAt).add(c0).intoArray(c, cAt);
      load(c, cAt + ldc).add(c1).intoArray(c, cAt + ldc);
      load(c, cAt + 2 * ldc).add(c2).intoArray(c, cAt + 2 * ldc);
      load(c, cAt + 3 * ldc).add(c3).intoArray(c, cAt + 3 * ldc);
      load(c, cAt + 4 * ldc).add(c4).intoArray(c, cAt + 4 * ldc);
      load(c, cAt + 5 * ldc).add(c5).intoArray(c, cAt + 5 * ldc);
    } else {
      c0.intoArray(c, cAt);
      c1.intoArray(c, cAt + ldc);
      c2.intoArray(c, cAt + 2 * ldc);
      c3.intoArray(c, cAt + 3 * ldc);
      c4.intoArray(c, cAt + 4 * ldc);
      c5.intoArray(c, cAt + 5 * ldc);
    }
  }

  private static void store(float[] c, int i, FloatVector left, FloatVector right) {
    left.intoArray(c, i);
    right.intoArray(c, i + L);
  }

  private static void addTo(float[] c, int i, FloatVector left, FloatVector right) {
    load(c, i).add(left).intoArray(c, i);
    load(c, i + L).add(right).intoArray(c, i + L);
  }
}
