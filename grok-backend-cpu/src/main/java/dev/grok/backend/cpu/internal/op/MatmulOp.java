package dev.grok.backend.cpu.internal.op;

import dev.grok.api.Tensor;
import dev.grok.api.kernel.Transpose;
import dev.grok.api.kernel.Write;
import dev.grok.backend.cpu.internal.memory.Floats;
import dev.grok.backend.cpu.internal.primitive.Primitives;
import dev.grok.backend.cpu.internal.run.Op;
import dev.grok.backend.cpu.internal.run.Scratch;

/**
 * A matrix product in tiles. Both operands are read k by k: of B as many columns as a tile is wide,
 * of A as many rows as it is high. What does not lie so is packed first. K is never split, so every
 * element of C is one chain over k.
 */
final class MatmulOp extends Op {
  /** Floats of packed B (2 MB) and of packed A (256 kB) that are worked on at a time. */
  private static final int BLOCK_B = 1 << 19;

  private static final int BLOCK_A = 1 << 16;

  /** Floats of a transposed A (64 kB) that is read in place; beyond it the strides cost more. */
  private static final int IN_PLACE = 1 << 14;

  private final Primitives primitives;
  private final Floats c; // [R, M, N]
  private final Floats a; // [R?, M, K] or [R?, K, M]
  private final Floats b; // [R?, K, N] or [R?, N, K]
  private final boolean transposeA;
  private final boolean transposeB;
  private final boolean accumulate;
  private final int m;
  private final int n;
  private final int k;
  private final int tileRows;
  private final int tileColumns;
  private final int blockRows;
  private final int blockColumns;
  private final boolean splitColumns;
  private final boolean inPlace;

  MatmulOp(Primitives primitives, Tensor c, Tensor a, Tensor b, Transpose transpose, Write write) {
    super("matmul", c);
    this.primitives = primitives;
    this.c = writes(c);
    this.a = reads(a);
    this.b = reads(b);
    transposeA = transpose.a();
    transposeB = transpose.b();
    accumulate = write == Write.ACCUMULATE;
    m = c.shape().axis(1);
    n = c.shape().axis(2);
    k = a.shape().axis(transposeA ? 1 : 2);
    tileRows = primitives.tileRows();
    tileColumns = primitives.tileColumns();
    blockRows = block(m, tileRows, BLOCK_A);
    blockColumns = block(n, tileColumns, BLOCK_B);
    splitColumns = tiles(n, tileColumns) >= tiles(m, tileRows);
    inPlace = transposeA && (long) m * k <= IN_PLACE;
  }

  /** As many whole tiles as fit into the given number of floats, at least one. */
  private int block(int length, int tile, int floats) {
    int fitting = Math.max(tile, floats / Math.max(k, 1) / tile * tile);
    return Math.min(fitting, tiles(length, tile) * tile);
  }

  private static int tiles(int length, int tile) {
    return (int) (((long) length + tile - 1) / tile);
  }

  @Override
  public int units() {
    return splitColumns ? tiles(n, tileColumns) : tiles(m, tileRows);
  }

  @Override
  public long cost() {
    return (long) m * n * Math.max(k, 1);
  }

  @Override
  public int scratchA() {
    return Math.multiplyExact(blockRows, k);
  }

  @Override
  public int scratchB() {
    return Math.multiplyExact(blockColumns, k);
  }

  @Override
  public void run(int replica, int from, int to, Scratch scratch) {
    int unit = splitColumns ? tileColumns : tileRows;
    int first = from * unit;
    int last = Math.min(to * unit, splitColumns ? n : m);
    if (splitColumns) {
      multiply(replica, 0, m, first, last, scratch);
    } else {
      multiply(replica, first, last, 0, n, scratch);
    }
  }

  private void multiply(
      int replica, int rowFrom, int rowTo, int columnFrom, int columnTo, Scratch scratch) {
    for (int j = columnFrom; j < columnTo; j += blockColumns) {
      int columns = Math.min(blockColumns, columnTo - j);
      for (int i = rowFrom; i < rowTo; i += blockRows) {
        int rows = Math.min(blockRows, rowTo - i);
        packRows(replica, i, rows, scratch.a);
        multiplyBlock(replica, i, rows, j, columns, i == rowFrom, scratch);
      }
    }
  }

  private void multiplyBlock(
      int replica, int row, int rows, int column, int columns, boolean pack, Scratch scratch) {
    for (int j = 0; j < columns; j += tileColumns) {
      int width = Math.min(tileColumns, columns - j);
      if (pack) {
        packColumns(replica, column + j, width, scratch.b, j * k);
      }
      for (int i = 0; i < rows; i += tileRows) {
        int height = Math.min(tileRows, rows - i);
        boolean there = inPlace && height == tileRows;
        primitives.tile(
            k,
            there ? a.data : scratch.a,
            there ? a.at(replica) + row + i : i * k,
            there ? m : tileRows,
            scratch.b,
            j * k,
            primitives.panelWidth(width),
            height,
            width,
            c.data,
            c.at(replica) + (row + i) * n + column + j,
            n,
            accumulate,
            scratch.tile);
      }
    }
  }

  /** Packs rows of A tile by tile, [K, tileRows] each. */
  private void packRows(int replica, int row, int rows, float[] packed) {
    int whole = rows / tileRows * tileRows;
    for (int i = inPlace ? whole : 0; i < rows; i += tileRows) {
      int height = Math.min(tileRows, rows - i);
      if (transposeA) {
        int from = a.at(replica) + row + i;
        primitives.copyBlock(k, height, packed, i * k, tileRows, a.data, from, m);
      } else {
        int from = a.at(replica) + (row + i) * k;
        primitives.transposeBlock(height, k, packed, i * k, tileRows, a.data, from, k);
      }
    }
  }

  /** Packs columns of B, [K, panelWidth]. */
  private void packColumns(int replica, int column, int columns, float[] packed, int at) {
    int width = primitives.panelWidth(columns);
    if (transposeB) {
      int from = b.at(replica) + column * k;
      primitives.transposeBlock(columns, k, packed, at, width, b.data, from, k);
    } else {
      int from = b.at(replica) + column;
      primitives.copyBlock(k, columns, packed, at, width, b.data, from, n);
    }
  }
}
