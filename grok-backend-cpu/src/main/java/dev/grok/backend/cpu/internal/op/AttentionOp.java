package dev.grok.backend.cpu.internal.op;

import dev.grok.api.Tensor;
import dev.grok.api.kernel.Mask;
import dev.grok.backend.cpu.internal.memory.Floats;
import dev.grok.backend.cpu.internal.primitive.Lanes;
import dev.grok.backend.cpu.internal.primitive.Primitives;
import dev.grok.backend.cpu.internal.run.Op;
import dev.grok.backend.cpu.internal.run.Scratch;

/**
 * Self-attention; a unit is a head of a sample. Few tokens are done query by query. Many are done
 * in square blocks of queries and keys, whose scores are matrix products; what lies behind the
 * diagonal of a causal mask is left out. Which of the two, and the blocks, follow from the shape
 * alone, and so does the order of every sum.
 */
abstract class AttentionOp extends Op {
  /** Queries or keys of a block. */
  static final int BLOCK = 64;

  /** Up to so many tokens the packing of blocks does not pay. */
  private static final int FEW_TOKENS = 12;

  final Primitives primitives;
  final Floats qkv; // [R?, B, T, 3C]
  final Mask mask;
  final int batch;
  final int heads;
  final int tokens;
  final int channels;

  /** Channels of a head. */
  final int width;

  /** Between tokens in qkv. */
  final int stride;

  final float scale;
  final boolean few;
  final int blocks;

  /** {@link #width}, filled up to what the widest tiles read. */
  final int paddedWidth;

  /** Elements of a block's tiles of rows. */
  final int tilesOfBlock;

  AttentionOp(
      String kernel,
      Primitives primitives,
      Tensor output,
      Tensor logSumExp,
      Tensor qkv,
      Mask mask) {
    super(kernel, output);
    this.primitives = primitives;
    this.qkv = reads(qkv);
    this.mask = mask;
    batch = logSumExp.shape().axis(1);
    heads = logSumExp.shape().axis(2);
    tokens = logSumExp.shape().axis(3);
    channels = qkv.shape().axis(3) / 3;
    width = channels / heads;
    stride = 3 * channels;
    scale = width == 0 ? 0 : (float) (1 / Math.sqrt(width));
    few = tokens <= FEW_TOKENS;
    blocks = (tokens + BLOCK - 1) / BLOCK;
    int tile = primitives.tileColumns();
    int rest = width % tile;
    paddedWidth = width - rest + (rest == 0 ? 0 : primitives.panelWidth(rest));
    int rows = primitives.tileRows();
    tilesOfBlock = (BLOCK + rows - 1) / rows * rows * width;
  }

  @Override
  public final int units() {
    return batch * heads;
  }

  /** Scores of one head, of which a causal mask needs half. */
  final long scores() {
    return (long) tokens * tokens / (mask == Mask.CAUSAL ? 2 : 1);
  }

  @Override
  public final void run(int replica, int from, int to, Scratch scratch) {
    for (int unit = from; unit < to; unit++) {
      int sample = unit / heads;
      int head = unit % heads;
      int packed = sample * tokens * stride + head * width;
      int plain = sample * tokens * channels + head * width;
      if (few) {
        byQuery(replica, packed, plain, unit * tokens, scratch);
      } else {
        byBlock(replica, packed, plain, unit * tokens, scratch);
      }
    }
  }

  /**
   * Does one head.
   *
   * @param packed its first query within [B, T, 3C]
   * @param plain its first output within [B, T, C]
   * @param row its first row within [B, H, T]
   */
  abstract void byQuery(int replica, int packed, int plain, int row, Scratch scratch);

  /** As {@link #byQuery}. */
  abstract void byBlock(int replica, int packed, int plain, int row, Scratch scratch);

  /** {@code to[j] = row · rows[j]} for n rows of qkv. */
  final void products(float[] to, int o, float[] row, int at, int rows, int n, Scratch scratch) {
    for (int j = 0; j < n; j++) {
      Lanes.clear(scratch.lanes);
      primitives.dot(scratch.lanes, row, at, qkv.data, rows + j * stride, width);
      to[o + j] = Lanes.total(scratch.lanes);
    }
  }

  /** Queries or keys of block b. */
  final int length(int block) {
    return Math.min(BLOCK, tokens - block * BLOCK);
  }

  /** Packs n rows as tiles of rows, [width, tileRows] each. */
  final void packTiles(float[] to, int at, float[] from, int first, int ld, int n) {
    int rows = primitives.tileRows();
    for (int i = 0; i < n; i += rows) {
      primitives.transposeBlock(
          Math.min(rows, n - i), width, to, at + i * width, rows, from, first + i * ld, ld);
    }
  }

  /** Packs n rows as columns, [width, BLOCK]. */
  final void packColumns(float[] to, int at, float[] from, int first, int ld, int n) {
    primitives.transposeBlock(n, width, to, at, BLOCK, from, first, ld);
  }

  /** Packs n rows as rows, [n, paddedWidth]. */
  final void packRows(float[] to, int at, float[] from, int first, int ld, int n) {
    primitives.copyBlock(n, width, to, at, paddedWidth, from, first, ld);
  }

  /** {@code c = a b} or {@code c += a b} of rows that were packed as tiles. */
  final void multiplyTiles(
      int rows,
      int columns,
      float[] a,
      int ia,
      float[] b,
      int ib,
      int ldb,
      float[] c,
      int ic,
      int ldc,
      Scratch scratch) {
    int tile = primitives.tileRows();
    multiply(
        rows, columns, width, a, ia, tile * width, tile, b, ib, ldb, c, ic, ldc, false, scratch);
  }

  /** {@code c = aᵀ b} or {@code c += aᵀ b} of a matrix a whose rows lie BLOCK apart. */
  final void multiplyTransposed(
      int rows,
      int columns,
      int k,
      float[] a,
      int ia,
      float[] b,
      int ib,
      float[] c,
      int ic,
      int ldc,
      boolean accumulate,
      Scratch scratch) {
    multiply(
        rows,
        columns,
        k,
        a,
        ia,
        primitives.tileRows(),
        BLOCK,
        b,
        ib,
        paddedWidth,
        c,
        ic,
        ldc,
        accumulate,
        scratch);
  }

  private void multiply(
      int rows,
      int columns,
      int k,
      float[] a,
      int ia,
      int tileOfA,
      int lda,
      float[] b,
      int ib,
      int ldb,
      float[] c,
      int ic,
      int ldc,
      boolean accumulate,
      Scratch scratch) {
    int tileRows = primitives.tileRows();
    int tileColumns = primitives.tileColumns();
    for (int j = 0; j < columns; j += tileColumns) {
      int n = Math.min(tileColumns, columns - j);
      for (int i = 0; i < rows; i += tileRows) {
        primitives.tile(
            k,
            a,
            ia + i / tileRows * tileOfA,
            lda,
            b,
            ib + j,
            ldb,
            Math.min(tileRows, rows - i),
            n,
            c,
            ic + i * ldc + j,
            ldc,
            accumulate,
            scratch.tile);
      }
    }
  }
}
