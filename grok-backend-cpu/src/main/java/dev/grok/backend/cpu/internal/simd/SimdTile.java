package dev.grok.backend.cpu.internal.simd;

import static dev.grok.backend.cpu.internal.simd.SimdMath.FLOATS;
import static dev.grok.backend.cpu.internal.simd.SimdMath.L;
import static dev.grok.backend.cpu.internal.simd.SimdMath.S;
import static dev.grok.backend.cpu.internal.simd.SimdMath.X86;
import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromArray;

import jdk.incubator.vector.FloatVector;

/**
 * Tiles of five rows by one to four vectors. Twenty accumulators, four vectors of b and one of a
 * fit the 32 registers of AVX-512 and Neon; ten, two and one fit the sixteen of AVX2. Rows below
 * the last repeat it, and the last vector ends at the last column and may overlap the one before
 * it: the same numbers are stored twice, and neither rows nor columns need padding. No branch
 * depends on the mode, and no method takes a vector: if it were not inlined, each step would box
 * the vector. The accumulators are locals, since an array would box them.
 */
final class SimdTile {
  /** Rows of every tile. */
  static final int ROWS = 5;

  /**
   * Vectors of the widest tile: sixteen lanes mean AVX-512, and what is not x86 has 32 registers.
   */
  static final int VECTORS = L == 16 || !X86 ? 4 : 2;

  /** Chains from zero start here: all chains start by a load, which keeps them in registers. */
  private static final float[] ZEROS = new float[VECTORS * L];

  private SimdTile() {}

  /**
   * {@link dev.grok.backend.cpu.internal.loop.MatmulLoops#tile} of a vector of columns or more.
   *
   * @param goesOn whether the chains go on from c
   */
  static void multiply(
      int k,
      float[] a,
      int aAt,
      int aRow,
      int aStep,
      float[] b,
      int bAt,
      int bStep,
      int rows,
      int columns,
      float[] c,
      int cAt,
      int ldc,
      boolean goesOn) {
    float[] start = goesOn ? c : ZEROS;
    int startAt = goesOn ? cAt : 0;
    int ldStart = goesOn ? ldc : 0;
    int last = columns - L;
    switch ((columns + L - 1) / L) {
      case 1 ->
          byOne(k, a, aAt, aRow, aStep, b, bAt, bStep, rows, c, cAt, ldc, start, startAt, ldStart);
      case 2 ->
          byTwo(
              k, a, aAt, aRow, aStep, b, bAt, bStep, rows, last, c, cAt, ldc, start, startAt,
              ldStart);
      case 3 ->
          byThree(
              k, a, aAt, aRow, aStep, b, bAt, bStep, rows, last, c, cAt, ldc, start, startAt,
              ldStart);
      default ->
          byFour(
              k, a, aAt, aRow, aStep, b, bAt, bStep, rows, last, c, cAt, ldc, start, startAt,
              ldStart);
    }
  }

  private static void byOne(
      int k,
      float[] a,
      int aAt,
      int aRow,
      int aStep,
      float[] b,
      int bAt,
      int bStep,
      int rows,
      float[] c,
      int cAt,
      int ldc,
      float[] start,
      int startAt,
      int ldStart) {
    int i0 = aAt;
    int i1 = rows > 1 ? i0 + aRow : i0;
    int i2 = rows > 2 ? i1 + aRow : i1;
    int i3 = rows > 3 ? i2 + aRow : i2;
    int i4 = rows > 4 ? i3 + aRow : i3;
    int s0 = startAt;
    int s1 = rows > 1 ? s0 + ldStart : s0;
    int s2 = rows > 2 ? s1 + ldStart : s1;
    int s3 = rows > 3 ? s2 + ldStart : s2;
    int s4 = rows > 4 ? s3 + ldStart : s3;
    FloatVector c00 = fromArray(S, start, s0);
    FloatVector c10 = fromArray(S, start, s1);
    FloatVector c20 = fromArray(S, start, s2);
    FloatVector c30 = fromArray(S, start, s3);
    FloatVector c40 = fromArray(S, start, s4);
    int q = 0;
    int j = bAt;
    for (int p = 0; p < k; p++) {
      FloatVector b0 = fromArray(S, b, j);
      FloatVector x = broadcast(S, a[i0 + q]);
      c00 = x.fma(b0, c00);
      x = broadcast(S, a[i1 + q]);
      c10 = x.fma(b0, c10);
      x = broadcast(S, a[i2 + q]);
      c20 = x.fma(b0, c20);
      x = broadcast(S, a[i3 + q]);
      c30 = x.fma(b0, c30);
      x = broadcast(S, a[i4 + q]);
      c40 = x.fma(b0, c40);
      q += aStep;
      j += bStep;
    }
    int t0 = cAt;
    int t1 = rows > 1 ? t0 + ldc : t0;
    int t2 = rows > 2 ? t1 + ldc : t1;
    int t3 = rows > 3 ? t2 + ldc : t2;
    int t4 = rows > 4 ? t3 + ldc : t3;
    FLOATS.cast(c00).intoArray(c, t0);
    FLOATS.cast(c10).intoArray(c, t1);
    FLOATS.cast(c20).intoArray(c, t2);
    FLOATS.cast(c30).intoArray(c, t3);
    FLOATS.cast(c40).intoArray(c, t4);
  }

  private static void byTwo(
      int k,
      float[] a,
      int aAt,
      int aRow,
      int aStep,
      float[] b,
      int bAt,
      int bStep,
      int rows,
      int last,
      float[] c,
      int cAt,
      int ldc,
      float[] start,
      int startAt,
      int ldStart) {
    int i0 = aAt;
    int i1 = rows > 1 ? i0 + aRow : i0;
    int i2 = rows > 2 ? i1 + aRow : i1;
    int i3 = rows > 3 ? i2 + aRow : i2;
    int i4 = rows > 4 ? i3 + aRow : i3;
    int s0 = startAt;
    int s1 = rows > 1 ? s0 + ldStart : s0;
    int s2 = rows > 2 ? s1 + ldStart : s1;
    int s3 = rows > 3 ? s2 + ldStart : s2;
    int s4 = rows > 4 ? s3 + ldStart : s3;
    FloatVector c00 = fromArray(S, start, s0);
    FloatVector c01 = fromArray(S, start, s0 + last);
    FloatVector c10 = fromArray(S, start, s1);
    FloatVector c11 = fromArray(S, start, s1 + last);
    FloatVector c20 = fromArray(S, start, s2);
    FloatVector c21 = fromArray(S, start, s2 + last);
    FloatVector c30 = fromArray(S, start, s3);
    FloatVector c31 = fromArray(S, start, s3 + last);
    FloatVector c40 = fromArray(S, start, s4);
    FloatVector c41 = fromArray(S, start, s4 + last);
    int q = 0;
    int j = bAt;
    for (int p = 0; p < k; p++) {
      FloatVector b0 = fromArray(S, b, j);
      FloatVector b1 = fromArray(S, b, j + last);
      FloatVector x = broadcast(S, a[i0 + q]);
      c00 = x.fma(b0, c00);
      c01 = x.fma(b1, c01);
      x = broadcast(S, a[i1 + q]);
      c10 = x.fma(b0, c10);
      c11 = x.fma(b1, c11);
      x = broadcast(S, a[i2 + q]);
      c20 = x.fma(b0, c20);
      c21 = x.fma(b1, c21);
      x = broadcast(S, a[i3 + q]);
      c30 = x.fma(b0, c30);
      c31 = x.fma(b1, c31);
      x = broadcast(S, a[i4 + q]);
      c40 = x.fma(b0, c40);
      c41 = x.fma(b1, c41);
      q += aStep;
      j += bStep;
    }
    int t0 = cAt;
    int t1 = rows > 1 ? t0 + ldc : t0;
    int t2 = rows > 2 ? t1 + ldc : t1;
    int t3 = rows > 3 ? t2 + ldc : t2;
    int t4 = rows > 4 ? t3 + ldc : t3;
    FLOATS.cast(c00).intoArray(c, t0);
    FLOATS.cast(c01).intoArray(c, t0 + last);
    FLOATS.cast(c10).intoArray(c, t1);
    FLOATS.cast(c11).intoArray(c, t1 + last);
    FLOATS.cast(c20).intoArray(c, t2);
    FLOATS.cast(c21).intoArray(c, t2 + last);
    FLOATS.cast(c30).intoArray(c, t3);
    FLOATS.cast(c31).intoArray(c, t3 + last);
    FLOATS.cast(c40).intoArray(c, t4);
    FLOATS.cast(c41).intoArray(c, t4 + last);
  }

  private static void byThree(
      int k,
      float[] a,
      int aAt,
      int aRow,
      int aStep,
      float[] b,
      int bAt,
      int bStep,
      int rows,
      int last,
      float[] c,
      int cAt,
      int ldc,
      float[] start,
      int startAt,
      int ldStart) {
    int i0 = aAt;
    int i1 = rows > 1 ? i0 + aRow : i0;
    int i2 = rows > 2 ? i1 + aRow : i1;
    int i3 = rows > 3 ? i2 + aRow : i2;
    int i4 = rows > 4 ? i3 + aRow : i3;
    int s0 = startAt;
    int s1 = rows > 1 ? s0 + ldStart : s0;
    int s2 = rows > 2 ? s1 + ldStart : s1;
    int s3 = rows > 3 ? s2 + ldStart : s2;
    int s4 = rows > 4 ? s3 + ldStart : s3;
    FloatVector c00 = fromArray(S, start, s0);
    FloatVector c01 = fromArray(S, start, s0 + L);
    FloatVector c02 = fromArray(S, start, s0 + last);
    FloatVector c10 = fromArray(S, start, s1);
    FloatVector c11 = fromArray(S, start, s1 + L);
    FloatVector c12 = fromArray(S, start, s1 + last);
    FloatVector c20 = fromArray(S, start, s2);
    FloatVector c21 = fromArray(S, start, s2 + L);
    FloatVector c22 = fromArray(S, start, s2 + last);
    FloatVector c30 = fromArray(S, start, s3);
    FloatVector c31 = fromArray(S, start, s3 + L);
    FloatVector c32 = fromArray(S, start, s3 + last);
    FloatVector c40 = fromArray(S, start, s4);
    FloatVector c41 = fromArray(S, start, s4 + L);
    FloatVector c42 = fromArray(S, start, s4 + last);
    int q = 0;
    int j = bAt;
    for (int p = 0; p < k; p++) {
      FloatVector b0 = fromArray(S, b, j);
      FloatVector b1 = fromArray(S, b, j + L);
      FloatVector b2 = fromArray(S, b, j + last);
      FloatVector x = broadcast(S, a[i0 + q]);
      c00 = x.fma(b0, c00);
      c01 = x.fma(b1, c01);
      c02 = x.fma(b2, c02);
      x = broadcast(S, a[i1 + q]);
      c10 = x.fma(b0, c10);
      c11 = x.fma(b1, c11);
      c12 = x.fma(b2, c12);
      x = broadcast(S, a[i2 + q]);
      c20 = x.fma(b0, c20);
      c21 = x.fma(b1, c21);
      c22 = x.fma(b2, c22);
      x = broadcast(S, a[i3 + q]);
      c30 = x.fma(b0, c30);
      c31 = x.fma(b1, c31);
      c32 = x.fma(b2, c32);
      x = broadcast(S, a[i4 + q]);
      c40 = x.fma(b0, c40);
      c41 = x.fma(b1, c41);
      c42 = x.fma(b2, c42);
      q += aStep;
      j += bStep;
    }
    int t0 = cAt;
    int t1 = rows > 1 ? t0 + ldc : t0;
    int t2 = rows > 2 ? t1 + ldc : t1;
    int t3 = rows > 3 ? t2 + ldc : t2;
    int t4 = rows > 4 ? t3 + ldc : t3;
    FLOATS.cast(c00).intoArray(c, t0);
    FLOATS.cast(c01).intoArray(c, t0 + L);
    FLOATS.cast(c02).intoArray(c, t0 + last);
    FLOATS.cast(c10).intoArray(c, t1);
    FLOATS.cast(c11).intoArray(c, t1 + L);
    FLOATS.cast(c12).intoArray(c, t1 + last);
    FLOATS.cast(c20).intoArray(c, t2);
    FLOATS.cast(c21).intoArray(c, t2 + L);
    FLOATS.cast(c22).intoArray(c, t2 + last);
    FLOATS.cast(c30).intoArray(c, t3);
    FLOATS.cast(c31).intoArray(c, t3 + L);
    FLOATS.cast(c32).intoArray(c, t3 + last);
    FLOATS.cast(c40).intoArray(c, t4);
    FLOATS.cast(c41).intoArray(c, t4 + L);
    FLOATS.cast(c42).intoArray(c, t4 + last);
  }

  private static void byFour(
      int k,
      float[] a,
      int aAt,
      int aRow,
      int aStep,
      float[] b,
      int bAt,
      int bStep,
      int rows,
      int last,
      float[] c,
      int cAt,
      int ldc,
      float[] start,
      int startAt,
      int ldStart) {
    int i0 = aAt;
    int i1 = rows > 1 ? i0 + aRow : i0;
    int i2 = rows > 2 ? i1 + aRow : i1;
    int i3 = rows > 3 ? i2 + aRow : i2;
    int i4 = rows > 4 ? i3 + aRow : i3;
    int s0 = startAt;
    int s1 = rows > 1 ? s0 + ldStart : s0;
    int s2 = rows > 2 ? s1 + ldStart : s1;
    int s3 = rows > 3 ? s2 + ldStart : s2;
    int s4 = rows > 4 ? s3 + ldStart : s3;
    FloatVector c00 = fromArray(S, start, s0);
    FloatVector c01 = fromArray(S, start, s0 + L);
    FloatVector c02 = fromArray(S, start, s0 + 2 * L);
    FloatVector c03 = fromArray(S, start, s0 + last);
    FloatVector c10 = fromArray(S, start, s1);
    FloatVector c11 = fromArray(S, start, s1 + L);
    FloatVector c12 = fromArray(S, start, s1 + 2 * L);
    FloatVector c13 = fromArray(S, start, s1 + last);
    FloatVector c20 = fromArray(S, start, s2);
    FloatVector c21 = fromArray(S, start, s2 + L);
    FloatVector c22 = fromArray(S, start, s2 + 2 * L);
    FloatVector c23 = fromArray(S, start, s2 + last);
    FloatVector c30 = fromArray(S, start, s3);
    FloatVector c31 = fromArray(S, start, s3 + L);
    FloatVector c32 = fromArray(S, start, s3 + 2 * L);
    FloatVector c33 = fromArray(S, start, s3 + last);
    FloatVector c40 = fromArray(S, start, s4);
    FloatVector c41 = fromArray(S, start, s4 + L);
    FloatVector c42 = fromArray(S, start, s4 + 2 * L);
    FloatVector c43 = fromArray(S, start, s4 + last);
    int q = 0;
    int j = bAt;
    for (int p = 0; p < k; p++) {
      FloatVector b0 = fromArray(S, b, j);
      FloatVector b1 = fromArray(S, b, j + L);
      FloatVector b2 = fromArray(S, b, j + 2 * L);
      FloatVector b3 = fromArray(S, b, j + last);
      FloatVector x = broadcast(S, a[i0 + q]);
      c00 = x.fma(b0, c00);
      c01 = x.fma(b1, c01);
      c02 = x.fma(b2, c02);
      c03 = x.fma(b3, c03);
      x = broadcast(S, a[i1 + q]);
      c10 = x.fma(b0, c10);
      c11 = x.fma(b1, c11);
      c12 = x.fma(b2, c12);
      c13 = x.fma(b3, c13);
      x = broadcast(S, a[i2 + q]);
      c20 = x.fma(b0, c20);
      c21 = x.fma(b1, c21);
      c22 = x.fma(b2, c22);
      c23 = x.fma(b3, c23);
      x = broadcast(S, a[i3 + q]);
      c30 = x.fma(b0, c30);
      c31 = x.fma(b1, c31);
      c32 = x.fma(b2, c32);
      c33 = x.fma(b3, c33);
      x = broadcast(S, a[i4 + q]);
      c40 = x.fma(b0, c40);
      c41 = x.fma(b1, c41);
      c42 = x.fma(b2, c42);
      c43 = x.fma(b3, c43);
      q += aStep;
      j += bStep;
    }
    int t0 = cAt;
    int t1 = rows > 1 ? t0 + ldc : t0;
    int t2 = rows > 2 ? t1 + ldc : t1;
    int t3 = rows > 3 ? t2 + ldc : t2;
    int t4 = rows > 4 ? t3 + ldc : t3;
    FLOATS.cast(c00).intoArray(c, t0);
    FLOATS.cast(c01).intoArray(c, t0 + L);
    FLOATS.cast(c02).intoArray(c, t0 + 2 * L);
    FLOATS.cast(c03).intoArray(c, t0 + last);
    FLOATS.cast(c10).intoArray(c, t1);
    FLOATS.cast(c11).intoArray(c, t1 + L);
    FLOATS.cast(c12).intoArray(c, t1 + 2 * L);
    FLOATS.cast(c13).intoArray(c, t1 + last);
    FLOATS.cast(c20).intoArray(c, t2);
    FLOATS.cast(c21).intoArray(c, t2 + L);
    FLOATS.cast(c22).intoArray(c, t2 + 2 * L);
    FLOATS.cast(c23).intoArray(c, t2 + last);
    FLOATS.cast(c30).intoArray(c, t3);
    FLOATS.cast(c31).intoArray(c, t3 + L);
    FLOATS.cast(c32).intoArray(c, t3 + 2 * L);
    FLOATS.cast(c33).intoArray(c, t3 + last);
    FLOATS.cast(c40).intoArray(c, t4);
    FLOATS.cast(c41).intoArray(c, t4 + L);
    FLOATS.cast(c42).intoArray(c, t4 + 2 * L);
    FLOATS.cast(c43).intoArray(c, t4 + last);
  }
}
