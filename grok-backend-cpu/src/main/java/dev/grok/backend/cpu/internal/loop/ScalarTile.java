package dev.grok.backend.cpu.internal.loop;

import java.util.Arrays;

/**
 * Tiles of many columns. A row of C takes up five rows of B at a time. Each of these rows is in an
 * array of its own: with one index for all, the compiler sees that they do not overlap, and it
 * vectorizes the loop. It gives up if a turn has more than about six products.
 */
final class ScalarTile {
  /** Rows of the highest tile; they share one copy of a row of B. */
  static final int ROWS = 16;

  /** Columns of the widest tile. */
  static final int COLUMNS = 256;

  /** Rows of B that a turn takes up. */
  private static final int STEPS = 5;

  private ScalarTile() {}

  /** A workspace: rows of C, followed by rows of B. */
  static float[][] work() {
    return new float[ROWS + STEPS][COLUMNS];
  }

  /** {@link MatmulLoops#tile}. */
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
      TileMode mode,
      float[][] work) {
    begin(rows, columns, c, cAt, ldc, mode, work);
    int p = 0;
    for (; p + STEPS <= k; p += STEPS) {
      for (int step = 0; step < STEPS; step++) {
        System.arraycopy(b, bAt + (p + step) * bStep, work[ROWS + step], 0, columns);
      }
      for (int i = 0; i < rows; i++) {
        int q = aAt + i * aRow + p * aStep;
        addProducts(
            work[i],
            a[q],
            work[ROWS],
            a[q + aStep],
            work[ROWS + 1],
            a[q + 2 * aStep],
            work[ROWS + 2],
            a[q + 3 * aStep],
            work[ROWS + 3],
            a[q + 4 * aStep],
            work[ROWS + 4],
            columns);
      }
    }
    for (; p < k; p++) {
      System.arraycopy(b, bAt + p * bStep, work[ROWS], 0, columns);
      for (int i = 0; i < rows; i++) {
        addProduct(work[i], a[aAt + i * aRow + p * aStep], work[ROWS], columns);
      }
    }
    end(rows, columns, c, cAt, ldc, mode, work);
  }

  private static void begin(
      int rows, int columns, float[] c, int cAt, int ldc, TileMode mode, float[][] work) {
    for (int i = 0; i < rows; i++) {
      if (mode == TileMode.CONTINUE) {
        System.arraycopy(c, cAt + i * ldc, work[i], 0, columns);
      } else {
        Arrays.fill(work[i], 0, columns, 0f);
      }
    }
  }

  private static void addProducts(
      float[] c,
      float x0,
      float[] b0,
      float x1,
      float[] b1,
      float x2,
      float[] b2,
      float x3,
      float[] b3,
      float x4,
      float[] b4,
      int columns) {
    for (int j = 0; j < columns; j++) {
      float chain = Math.fma(x0, b0[j], c[j]);
      chain = Math.fma(x1, b1[j], chain);
      chain = Math.fma(x2, b2[j], chain);
      chain = Math.fma(x3, b3[j], chain);
      c[j] = Math.fma(x4, b4[j], chain);
    }
  }

  private static void addProduct(float[] c, float x, float[] b, int columns) {
    for (int j = 0; j < columns; j++) {
      c[j] = Math.fma(x, b[j], c[j]);
    }
  }

  private static void end(
      int rows, int columns, float[] c, int cAt, int ldc, TileMode mode, float[][] work) {
    for (int i = 0; i < rows; i++) {
      float[] row = work[i];
      int at = cAt + i * ldc;
      if (mode == TileMode.ACCUMULATE) {
        for (int j = 0; j < columns; j++) {
          c[at + j] += row[j];
        }
      } else {
        System.arraycopy(row, 0, c, at, columns);
      }
    }
  }
}
