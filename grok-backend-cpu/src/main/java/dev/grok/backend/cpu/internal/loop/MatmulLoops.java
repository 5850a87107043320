package dev.grok.backend.cpu.internal.loop;

/** Tiles of matrix products, and the copies that pack their factors. */
public class MatmulLoops {
  /** Rows of the highest tile. */
  public int tileRows() {
    return ScalarTile.ROWS;
  }

  /** Columns of the widest tile, in vectors of {@link #lanes}. */
  public int tileVectors() {
    return ScalarTile.COLUMNS;
  }

  /** Columns that a tile reads of b at least, even if it stores fewer. */
  public int lanes() {
    return 1;
  }

  /** A thread's workspace for {@link #tile}. */
  public float[][] tileWork() {
    return ScalarTile.work();
  }

  /**
   * {@code c = a b} for one tile: each element is a chain of fused multiply-adds over ascending k.
   * Element (r, p) of a lies at {@code aAt + r aRow + p aStep}, row p of b at {@code bAt + p
   * bStep}.
   *
   * @param rows 1 to {@link #tileRows}
   * @param columns 1 to {@link #tileVectors} times {@link #lanes}
   * @param mode how the chains begin and end
   * @param work a workspace from {@link #tileWork}
   */
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
    ScalarTile.multiply(
        k, a, aAt, aRow, aStep, b, bAt, bStep, rows, columns, c, cAt, ldc, mode, work);
  }

  /** {@code to[i, j] = from[i, j]}. */
  public void copyBlock(
      int rows, int columns, float[] to, int toAt, int toLd, float[] from, int fromAt, int fromLd) {
    for (int i = 0; i < rows; i++) {
      System.arraycopy(from, fromAt + i * fromLd, to, toAt + i * toLd, columns);
    }
  }

  /** {@code to[j, i] = from[i, j]}. */
  public void transposeBlock(
      int rows, int columns, float[] to, int toAt, int toLd, float[] from, int fromAt, int fromLd) {
    int i = 0;
    for (; i + 4 <= rows; i += 4) {
      int f0 = fromAt + i * fromLd;
      int f1 = f0 + fromLd;
      int f2 = f1 + fromLd;
      int f3 = f2 + fromLd;
      for (int j = 0; j < columns; j++) {
        int t = toAt + j * toLd + i;
        to[t] = from[f0 + j];
        to[t + 1] = from[f1 + j];
        to[t + 2] = from[f2 + j];
        to[t + 3] = from[f3 + j];
      }
    }
    for (; i < rows; i++) {
      int f = fromAt + i * fromLd;
      for (int j = 0; j < columns; j++) {
        to[toAt + j * toLd + i] = from[f + j];
      }
    }
  }
}
