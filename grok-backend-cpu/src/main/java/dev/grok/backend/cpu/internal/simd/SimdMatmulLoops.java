package dev.grok.backend.cpu.internal.simd;

import static dev.grok.backend.cpu.internal.simd.SimdMath.L;
import static dev.grok.backend.cpu.internal.simd.SimdMath.S;
import static jdk.incubator.vector.FloatVector.fromArray;

import dev.grok.backend.cpu.internal.loop.MatmulLoops;
import dev.grok.backend.cpu.internal.loop.TileMode;
import java.util.Arrays;

/** {@link MatmulLoops} on the Vector API. */
final class SimdMatmulLoops extends MatmulLoops {
  private static final SimdElementwiseLoops ELEMENTWISE = new SimdElementwiseLoops();

  @Override
  public int tileRows() {
    return SimdTile.ROWS;
  }

  @Override
  public int tileVectors() {
    return SimdTile.VECTORS;
  }

  @Override
  public int lanes() {
    return L;
  }

  @Override
  public float[][] tileWork() {
    return new float[1][SimdTile.ROWS * SimdTile.VECTORS * L];
  }

  @Override
  public void tile(
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
      TileMode mode,
      float[][] work) {
    boolean goesOn = mode == TileMode.CONTINUE;
    if (columns >= L && mode != TileMode.ACCUMULATE) {
      SimdTile.multiply(k, a, aAt, aRow, aStep, b, bAt, bStep, rows, columns, c, cAt, ldc, goesOn);
    } else {
      float[] spill = work[0];
      int width = Math.max(columns, L);
      spill(spill, width, c, cAt, ldc, rows, columns, mode);
      SimdTile.multiply(
          k, a, aAt, aRow, aStep, b, bAt, bStep, rows, width, spill, 0, width, goesOn);
      unspill(spill, width, c, cAt, ldc, rows, columns, mode);
    }
  }

  @Override
  public void copyBlock(
      int rows, int columns, float[] to, int toAt, int toLd, float[] from, int fromAt, int fromLd) {
    int done = 0;
    for (; done + 2 * L <= columns; done += 2 * L) {
      for (int i = 0; i < rows; i++) {
        int t = toAt + i * toLd + done;
        int f = fromAt + i * fromLd + done;
        fromArray(S, from, f).intoArray(to, t);
        fromArray(S, from, f + L).intoArray(to, t + L);
      }
    }
    if (done + L <= columns) {
      for (int i = 0; i < rows; i++) {
        fromArray(S, from, fromAt + i * fromLd + done).intoArray(to, toAt + i * toLd + done);
      }
      done += L;
    }
    super.copyBlock(rows, columns - done, to, toAt + done, toLd, from, fromAt + done, fromLd);
  }

  @Override
  public void transposeBlock(
      int rows, int columns, float[] to, int toAt, int toLd, float[] from, int fromAt, int fromLd) {
    if (SimdTranspose.fits(rows, columns)) {
      SimdTranspose.blocks(rows, columns, to, toAt, toLd, from, fromAt, fromLd);
    } else {
      super.transposeBlock(rows, columns, to, toAt, toLd, from, fromAt, fromLd);
    }
  }

  /** Sets a tile that lies outside c to where its chains begin. */
  private void spill(
      float[] spill, int width, float[] c, int cAt, int ldc, int rows, int columns, TileMode mode) {
    if (mode == TileMode.CONTINUE) {
      copyBlock(rows, columns, spill, 0, width, c, cAt, ldc);
    } else {
      Arrays.fill(spill, 0, rows * width, 0f);
    }
  }

  /** Stores the part of such a tile that belongs to c. */
  private void unspill(
      float[] spill, int width, float[] c, int cAt, int ldc, int rows, int columns, TileMode mode) {
    if (mode != TileMode.ACCUMULATE) {
      copyBlock(rows, columns, c, cAt, ldc, spill, 0, width);
      return;
    }
    for (int i = 0; i < rows; i++) {
      ELEMENTWISE.add(c, cAt + i * ldc, c, cAt + i * ldc, spill, i * width, columns);
    }
  }
}
