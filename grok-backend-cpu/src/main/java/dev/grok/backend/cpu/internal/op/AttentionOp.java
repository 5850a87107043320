package dev.grok.backend.cpu.internal.op;

import dev.grok.api.Tensor;
import dev.grok.api.kernel.Mask;
import dev.grok.backend.cpu.internal.loop.ElementwiseLoops;
import dev.grok.backend.cpu.internal.loop.Loops;
import dev.grok.backend.cpu.internal.loop.MatmulLoops;
import dev.grok.backend.cpu.internal.loop.ReductionLoops;
import dev.grok.backend.cpu.internal.loop.SoftmaxLoops;
import dev.grok.backend.cpu.internal.loop.TileMode;
import dev.grok.backend.cpu.internal.memory.Floats;
import dev.grok.backend.cpu.internal.run.Op;
import dev.grok.backend.cpu.internal.run.Scratch;

/**
 * Self-attention; a unit is a head of a sample. Few tokens go query by query. Many go in square
 * blocks of queries and keys, whose scores are matrix products; blocks that a causal mask hides are
 * left out. Only the shape decides between the two ways and how blocks are cut, and so the order of
 * every sum depends on the shape alone.
 */
abstract class AttentionOp implements Op.Body {
  /** Queries or keys of a block. */
  static final int BLOCK = 64;

  /** Up to this number of tokens, packing blocks does not pay. */
  private static final int FEW_TOKENS = 12;

  final MatmulLoops matmul;
  final ElementwiseLoops elementwise;
  final ReductionLoops reduction;
  final SoftmaxLoops softmax;
  final Floats qkv; // [R?, B, T, 3C]
  final Mask mask;
  final int batch;
  final int heads;
  final int tokens;
  final int channels;

  /** Channels of a head. */
  final int width;

  /** The distance between two tokens in qkv. */
  final int stride;

  final float scale;
  final boolean few;
  final int blocks;

  /** {@link #width}, but at least the columns that a tile reads. */
  final int paddedWidth;

  /** Scores of one head that the mask leaves. */
  final long visibleScores;

  AttentionOp(Op call, Loops loops, Tensor logSumExp, Tensor qkv, Mask mask) {
    matmul = loops.matmul();
    elementwise = loops.elementwise();
    reduction = loops.reduction();
    softmax = loops.softmax();
    this.qkv = call.floats(qkv);
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
    paddedWidth = Math.max(width, matmul.lanes());
    // A causal mask leaves half of the scores.
    visibleScores = (long) tokens * tokens / (mask == Mask.CAUSAL ? 2 : 1);
    call.byParts(batch * heads);
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
   * Computes one head.
   *
   * @param packed where its first query lies in [B, T, 3C]
   * @param plain where its first output lies in [B, T, C]
   * @param row where its first row lies in [B, H, T]
   */
  abstract void byQuery(int replica, int packed, int plain, int row, Scratch scratch);

  /** Computes one head, with the parameters of {@link #byQuery}. */
  abstract void byBlock(int replica, int packed, int plain, int row, Scratch scratch);

  /** {@code to[j] = row · rows[j]} for n rows of qkv. */
  final void products(float[] to, int o, float[] row, int at, int rows, int n, Scratch scratch) {
    reduction.dots(to, o, row, at, qkv.data, rows, stride, n, width, scratch.lanes);
  }

  /** The number of queries or keys of a block. */
  final int length(int block) {
    return Math.min(BLOCK, tokens - block * BLOCK);
  }

  /** Packs n rows as columns, [width, BLOCK]. */
  final void packColumns(float[] to, int at, float[] from, int first, int ld, int n) {
    matmul.transposeBlock(n, width, to, at, BLOCK, from, first, ld);
  }

  /** Packs n rows as rows, [n, paddedWidth], times a factor. */
  final void packRows(float[] to, int at, float[] from, int first, int ld, int n, float factor) {
    for (int i = 0; i < n; i++) {
      elementwise.scale(to, at + i * paddedWidth, from, first + i * ld, factor, width);
    }
  }

  /** The part of a product that is computed; a mask hides the rest. */
  enum Part {
    /** All of it. */
    ALL,
    /** In each row, the columns from the diagonal on. */
    COLUMNS_FROM_ROW,
    /** In each row, the columns up to the diagonal. */
    COLUMNS_TO_ROW,
    /** In each row, the steps over k from the diagonal on; the others are zero. */
    STEPS_FROM_ROW,
    /** In each row, the steps over k up to the diagonal; the others are zero. */
    STEPS_TO_ROW
  }

  /** The given part for a block on the diagonal of a causal mask, else all. */
  final Part onDiagonal(int queries, int keys, Part part) {
    return mask == Mask.CAUSAL && queries == keys ? part : Part.ALL;
  }

  /** {@code to = a b} for rows a of a head and a block of columns b. */
  final void blockProducts(Part part, int m, int n, int a, int b, int to, Scratch scratch) {
    float[] work = scratch.work;
    multiply(part, m, n, width, a, paddedWidth, 1, b, BLOCK, work, to, BLOCK, false, scratch);
  }

  /** {@code c = a b}, or {@code +=}, for a block a of weights and rows b of a head. */
  final void weighted(
      Part part,
      int m,
      int k,
      int a,
      int aRow,
      int aStep,
      int b,
      float[] c,
      int ic,
      int ldc,
      boolean goesOn,
      Scratch scratch) {
    multiply(part, m, width, k, a, aRow, aStep, b, paddedWidth, c, ic, ldc, goesOn, scratch);
  }

  /**
   * {@code c = a b} in tiles; a and b lie in the working memory.
   *
   * @param aRow the distance between the rows of a
   * @param aStep the distance between the columns of a
   * @param goesOn whether the chains go on from what is in c
   */
  private void multiply(
      Part part,
      int m,
      int n,
      int k,
      int a,
      int aRow,
      int aStep,
      int b,
      int bStep,
      float[] c,
      int ic,
      int ldc,
      boolean goesOn,
      Scratch scratch) {
    float[] work = scratch.work;
    TileMode mode = goesOn ? TileMode.CONTINUE : TileMode.OVERWRITE;
    int tileRows = matmul.tileRows();
    int lanes = matmul.lanes();
    int tileColumns = matmul.tileVectors() * lanes;
    for (int i = 0; i < m; i += tileRows) {
      int end = Math.min(i + tileRows, m);
      int from = part == Part.COLUMNS_FROM_ROW ? i / lanes * lanes : 0;
      int to = part == Part.COLUMNS_TO_ROW ? (end + lanes - 1) / lanes * lanes : n;
      int first = part == Part.STEPS_FROM_ROW ? i : 0;
      int steps = (part == Part.STEPS_TO_ROW ? Math.min(k, end) : k) - first;
      int at = a + i * aRow + first * aStep;
      for (int j = from; j < Math.min(to, n); j += tileColumns) {
        int columns = Math.min(tileColumns, Math.min(to, n) - j);
        int row = b + first * bStep + j;
        int o = ic + i * ldc + j;
        matmul.tile(
            steps,
            work,
            at,
            aRow,
            aStep,
            work,
            row,
            bStep,
            end - i,
            columns,
            c,
            o,
            ldc,
            mode,
            scratch.tileWork);
      }
    }
  }
}
