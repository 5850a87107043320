package dev.grok.backend.cpu.internal.simd;

import static dev.grok.backend.cpu.internal.simd.SimdMath.L;
import static dev.grok.backend.cpu.internal.simd.SimdMath.S;
import static dev.grok.backend.cpu.internal.simd.SimdMath.X86;
import static dev.grok.backend.cpu.internal.simd.SimdMath.all;
import static dev.grok.backend.cpu.internal.simd.SimdMath.load;

import jdk.incubator.vector.FloatVector;

/**
 * Tiles of five rows by four vectors, by two, and by one. Twenty accumulators, four of b and one of
 * a fit the 32 registers of AVX-512 and Neon; ten, two and one the sixteen of AVX2. A is read k by
 * k from one moving place: five rows that are read in place cost five addresses, and a tenth of the
 * speed. The accumulators are locals by name: in an array they would be boxed.
 */
final class SimdTile {
  /** Rows of every tile. */
  static final int ROWS = 5;

  /**
   * Columns of the widest tile: sixteen lanes mean AVX-512, and what is not x86 has 32 registers.
   */
  static final int COLUMNS = L == 16 || !X86 ? 4 * L : 2 * L;

  private SimdTile() {}

  /** {@code c = a b} or {@code c += a b}; width is one, two or four vectors. */
  static void multiply(
      int width,
      int k,
      float[] a,
      int aAt,
      int lda,
      float[] b,
      int bAt,
      int ldb,
      float[] c,
      int cAt,
      int ldc,
      boolean accumulate) {
    if (width == 4 * L) {
      byFour(k, a, aAt, lda, b, bAt, ldb, c, cAt, ldc, accumulate);
    } else if (width == 2 * L) {
      byTwo(k, a, aAt, lda, b, bAt, ldb, c, cAt, ldc, accumulate);
    } else {
      byOne(k, a, aAt, lda, b, bAt, ldb, c, cAt, ldc, accumulate);
    }
  }

  private static void byFour(
      int k,
      float[] a,
      int aAt,
      int lda,
      float[] b,
      int bAt,
      int ldb,
      float[] c,
      int cAt,
      int ldc,
      boolean accumulate) {
    FloatVector zero = FloatVector.zero(S);
    FloatVector c00 = zero;
    FloatVector c01 = zero;
    FloatVector c02 = zero;
    FloatVector c03 = zero;
    FloatVector c10 = zero;
    FloatVector c11 = zero;
    FloatVector c12 = zero;
    FloatVector c13 = zero;
    FloatVector c20 = zero;
    FloatVector c21 = zero;
    FloatVector c22 = zero;
    FloatVector c23 = zero;
    FloatVector c30 = zero;
    FloatVector c31 = zero;
    FloatVector c32 = zero;
    FloatVector c33 = zero;
    FloatVector c40 = zero;
    FloatVector c41 = zero;
    FloatVector c42 = zero;
    FloatVector c43 = zero;
    int i = aAt;
    int j = bAt;
    for (int p = 0; p < k; p++) {
      FloatVector b0 = load(b, j);
      FloatVector b1 = load(b, j + L);
      FloatVector b2 = load(b, j + 2 * L);
      FloatVector b3 = load(b, j + 3 * L);
      FloatVector x = all(a[i]);
      c00 = x.fma(b0, c00);
      c01 = x.fma(b1, c01);
      c02 = x.fma(b2, c02);
      c03 = x.fma(b3, c03);
      x = all(a[i + 1]);
      c10 = x.fma(b0, c10);
      c11 = x.fma(b1, c11);
      c12 = x.fma(b2, c12);
      c13 = x.fma(b3, c13);
      x = all(a[i + 2]);
      c20 = x.fma(b0, c20);
      c21 = x.fma(b1, c21);
      c22 = x.fma(b2, c22);
      c23 = x.fma(b3, c23);
      x = all(a[i + 3]);
      c30 = x.fma(b0, c30);
      c31 = x.fma(b1, c31);
      c32 = x.fma(b2, c32);
      c33 = x.fma(b3, c33);
      x = all(a[i + 4]);
      c40 = x.fma(b0, c40);
      c41 = x.fma(b1, c41);
      c42 = x.fma(b2, c42);
      c43 = x.fma(b3, c43);
      i += lda;
      j += ldb;
    }
    if (accumulate) {
      add4(c, cAt, c00, c01, c02, c03);
      add4(c, cAt + ldc, c10, c11, c12, c13);
      add4(c, cAt + 2 * ldc, c20, c21, c22, c23);
      add4(c, cAt + 3 * ldc, c30, c31, c32, c33);
      add4(c, cAt + 4 * ldc, c40, c41, c42, c43);
    } else {
      store4(c, cAt, c00, c01, c02, c03);
      store4(c, cAt + ldc, c10, c11, c12, c13);
      store4(c, cAt + 2 * ldc, c20, c21, c22, c23);
      store4(c, cAt + 3 * ldc, c30, c31, c32, c33);
      store4(c, cAt + 4 * ldc, c40, c41, c42, c43);
    }
  }

  private static void byTwo(
      int k,
      float[] a,
      int aAt,
      int lda,
      float[] b,
      int bAt,
      int ldb,
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
    int i = aAt;
    int j = bAt;
    for (int p = 0; p < k; p++) {
      FloatVector b0 = load(b, j);
      FloatVector b1 = load(b, j + L);
      FloatVector x = all(a[i]);
      c00 = x.fma(b0, c00);
      c01 = x.fma(b1, c01);
      x = all(a[i + 1]);
      c10 = x.fma(b0, c10);
      c11 = x.fma(b1, c11);
      x = all(a[i + 2]);
      c20 = x.fma(b0, c20);
      c21 = x.fma(b1, c21);
      x = all(a[i + 3]);
      c30 = x.fma(b0, c30);
      c31 = x.fma(b1, c31);
      x = all(a[i + 4]);
      c40 = x.fma(b0, c40);
      c41 = x.fma(b1, c41);
      i += lda;
      j += ldb;
    }
    if (accumulate) {
      add2(c, cAt, c00, c01);
      add2(c, cAt + ldc, c10, c11);
      add2(c, cAt + 2 * ldc, c20, c21);
      add2(c, cAt + 3 * ldc, c30, c31);
      add2(c, cAt + 4 * ldc, c40, c41);
    } else {
      store2(c, cAt, c00, c01);
      store2(c, cAt + ldc, c10, c11);
      store2(c, cAt + 2 * ldc, c20, c21);
      store2(c, cAt + 3 * ldc, c30, c31);
      store2(c, cAt + 4 * ldc, c40, c41);
    }
  }

  private static void byOne(
      int k,
      float[] a,
      int aAt,
      int lda,
      float[] b,
      int bAt,
      int ldb,
      float[] c,
      int cAt,
      int ldc,
      boolean accumulate) {
    FloatVector zero = FloatVector.zero(S);
    FloatVector c00 = zero;
    FloatVector c10 = zero;
    FloatVector c20 = zero;
    FloatVector c30 = zero;
    FloatVector c40 = zero;
    int i = aAt;
    int j = bAt;
    for (int p = 0; p < k; p++) {
      FloatVector b0 = load(b, j);
      FloatVector x = all(a[i]);
      c00 = x.fma(b0, c00);
      x = all(a[i + 1]);
      c10 = x.fma(b0, c10);
      x = all(a[i + 2]);
      c20 = x.fma(b0, c20);
      x = all(a[i + 3]);
      c30 = x.fma(b0, c30);
      x = all(a[i + 4]);
      c40 = x.fma(b0, c40);
      i += lda;
      j += ldb;
    }
    if (accumulate) {
      add1(c, cAt, c00);
      add1(c, cAt + ldc, c10);
      add1(c, cAt + 2 * ldc, c20);
      add1(c, cAt + 3 * ldc, c30);
      add1(c, cAt + 4 * ldc, c40);
    } else {
      store1(c, cAt, c00);
      store1(c, cAt + ldc, c10);
      store1(c, cAt + 2 * ldc, c20);
      store1(c, cAt + 3 * ldc, c30);
      store1(c, cAt + 4 * ldc, c40);
    }
  }

  private static void store4(
      float[] c, int i, FloatVector v0, FloatVector v1, FloatVector v2, FloatVector v3) {
    v0.intoArray(c, i);
    v1.intoArray(c, i + L);
    v2.intoArray(c, i + 2 * L);
    v3.intoArray(c, i + 3 * L);
  }

  private static void add4(
      float[] c, int i, FloatVector v0, FloatVector v1, FloatVector v2, FloatVector v3) {
    load(c, i).add(v0).intoArray(c, i);
    load(c, i + L).add(v1).intoArray(c, i + L);
    load(c, i + 2 * L).add(v2).intoArray(c, i + 2 * L);
    load(c, i + 3 * L).add(v3).intoArray(c, i + 3 * L);
  }

  private static void store2(float[] c, int i, FloatVector v0, FloatVector v1) {
    v0.intoArray(c, i);
    v1.intoArray(c, i + L);
  }

  private static void add2(float[] c, int i, FloatVector v0, FloatVector v1) {
    load(c, i).add(v0).intoArray(c, i);
    load(c, i + L).add(v1).intoArray(c, i + L);
  }

  private static void store1(float[] c, int i, FloatVector v0) {
    v0.intoArray(c, i);
  }

  private static void add1(float[] c, int i, FloatVector v0) {
    load(c, i).add(v0).intoArray(c, i);
  }
}
