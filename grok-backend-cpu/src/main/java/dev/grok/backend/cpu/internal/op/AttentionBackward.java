package dev.grok.backend.cpu.internal.op;

import dev.grok.api.Tensor;
import dev.grok.api.kernel.Mask;
import dev.grok.backend.cpu.internal.memory.Floats;
import dev.grok.backend.cpu.internal.primitive.Lanes;
import dev.grok.backend.cpu.internal.primitive.Primitives;
import dev.grok.backend.cpu.internal.run.Scratch;
import java.util.Arrays;

/**
 * The gradients of attention, the weights computed again from the scores (Dao et al.,
 * FlashAttention, 2022). Blocks are taken key by key; gradients grow where they belong.
 */
final class AttentionBackward extends AttentionOp {
  private final Floats dQkv; // [R, B, T, 3C]
  private final Floats workspace; // [R, B, H, T]
  private final Floats dOut; // [R?, B, T, C]
  private final Floats out; // [R?, B, T, C]
  private final Floats logSumExp; // [R?, B, H, T]

  // Where in the working memory: of a head, its queries and output gradients as tiles and as rows;
  // of a block of keys, these as columns and rows and the values as columns; of two blocks, weights
  // and score gradients.
  private final int gradientTiles;
  private final int queryRows;
  private final int gradientRows;
  private final int keyColumns;
  private final int keyRows;
  private final int valueColumns;
  private final int weights;
  private final int gradients;
  private final int transposed;
  private final int end;

  AttentionBackward(
      Primitives primitives,
      Tensor dQkv,
      Tensor workspace,
      Tensor dOut,
      Tensor out,
      Tensor logSumExp,
      Tensor qkv,
      Mask mask) {
    super("attentionBackward", primitives, dQkv, logSumExp, qkv, mask);
    this.dQkv = writes(dQkv);
    this.workspace = writes(workspace);
    this.dOut = reads(dOut);
    this.out = reads(out);
    this.logSumExp = reads(logSumExp);
    int tiles = Math.multiplyExact(blocks, tilesOfBlock);
    int rows = Math.multiplyExact(blocks * BLOCK, paddedWidth);
    // The last tile of rows reads beyond a block of scores.
    int square = BLOCK * BLOCK + primitives.tileRows();
    gradientTiles = tiles;
    queryRows = Math.addExact(gradientTiles, tiles);
    gradientRows = Math.addExact(queryRows, rows);
    keyColumns = Math.addExact(gradientRows, rows);
    keyRows = Math.addExact(keyColumns, BLOCK * width);
    valueColumns = Math.addExact(keyRows, BLOCK * paddedWidth);
    weights = Math.addExact(valueColumns, BLOCK * width);
    gradients = Math.addExact(weights, square);
    transposed = Math.addExact(gradients, square);
    end = Math.addExact(transposed, square);
  }

  @Override
  public int scratchA() {
    return few ? 2 * tokens : end;
  }

  @Override
  public long cost() {
    return scores() * batch * (5L * channels + 20L * heads);
  }

  private float dot(int replica, int plain, int i, Scratch scratch) {
    int at = plain + i * channels;
    Lanes.clear(scratch.lanes);
    primitives.dot(
        scratch.lanes, dOut.data, dOut.at(replica) + at, out.data, out.at(replica) + at, width);
    return Lanes.total(scratch.lanes);
  }

  @Override
  void byQuery(int replica, int packed, int plain, int row, Scratch scratch) {
    float[] d = dQkv.data;
    float[] a = scratch.a;
    int dQueries = dQkv.at(replica) + packed;
    for (int third = 0; third < 3 * tokens; third++) {
      int at = dQueries + third * channels;
      Arrays.fill(d, at, at + width, 0f);
    }
    int queries = qkv.at(replica) + packed;
    for (int i = 0; i < tokens; i++) {
      int n = mask.keys(i, tokens);
      int query = queries + i * stride;
      int keys = queries + channels;
      int gradient = dOut.at(replica) + plain + i * channels;
      float dot = dot(replica, plain, i, scratch);
      workspace.data[workspace.at(replica) + row + i] = dot;
      products(a, 0, qkv.data, query, keys, n, scratch);
      products(a, tokens, dOut.data, gradient, keys + channels, n, scratch);
      primitives.scale(a, 0, a, 0, scale, n);
      float log = logSumExp.data[logSumExp.at(replica) + row + i];
      primitives.layers().softmaxGradient(a, 0, a, tokens, log, dot, scale, n);
      int dQuery = dQueries + i * stride;
      for (int j = 0; j < n; j++) {
        int dKey = dQueries + channels + j * stride;
        int dValue = dKey + channels;
        float dS = a[tokens + j];
        primitives.addScaled(d, dQuery, d, dQuery, dS, qkv.data, keys + j * stride, width);
        primitives.addScaled(d, dKey, d, dKey, dS, qkv.data, query, width);
        primitives.addScaled(d, dValue, d, dValue, a[j], dOut.data, gradient, width);
      }
    }
  }

  @Override
  void byBlock(int replica, int packed, int plain, int row, Scratch scratch) {
    float[] a = scratch.a;
    for (int i = 0; i < tokens; i++) {
      workspace.data[workspace.at(replica) + row + i] = dot(replica, plain, i, scratch);
    }
    int first = qkv.at(replica) + packed;
    for (int b = 0; b < blocks; b++) {
      int n = length(b);
      int query = first + b * BLOCK * stride;
      int gradient = dOut.at(replica) + plain + b * BLOCK * channels;
      int rows = b * BLOCK * paddedWidth;
      packTiles(a, b * tilesOfBlock, qkv.data, query, stride, n);
      packRows(a, queryRows + rows, qkv.data, query, stride, n);
      packTiles(a, gradientTiles + b * tilesOfBlock, dOut.data, gradient, channels, n);
      packRows(a, gradientRows + rows, dOut.data, gradient, channels, n);
    }
    primitives.scale(a, 0, a, 0, scale, blocks * tilesOfBlock);
    for (int b = 0; b < blocks; b++) {
      int n = length(b);
      int key = first + channels + b * BLOCK * stride;
      packColumns(a, keyColumns, qkv.data, key, stride, n);
      packRows(a, keyRows, qkv.data, key, stride, n);
      packColumns(a, valueColumns, qkv.data, key + channels, stride, n);
      int from = mask == Mask.CAUSAL ? b : 0;
      for (int queries = from; queries < blocks; queries++) {
        int at = row + queries * BLOCK;
        weigh(queries, b, logSumExp.at(replica) + at, workspace.at(replica) + at, scratch);
        accumulate(queries, b, queries > from, dQkv.at(replica) + packed, scratch);
      }
    }
  }

  /** Weights and score gradients of a block of queries and a block of keys. */
  private void weigh(int queries, int keys, int log, int dot, Scratch scratch) {
    float[] a = scratch.a;
    int m = length(queries);
    int n = length(keys);
    int tiles = queries * tilesOfBlock;
    multiplyTiles(m, n, a, tiles, a, keyColumns, BLOCK, a, weights, BLOCK, scratch);
    multiplyTiles(
        m, n, a, gradientTiles + tiles, a, valueColumns, BLOCK, a, gradients, BLOCK, scratch);
    for (int i = 0; i < m; i++) {
      int p = weights + i * BLOCK;
      int g = gradients + i * BLOCK;
      primitives
          .layers()
          .softmaxGradient(
              a, p, a, g, logSumExp.data[log + i], workspace.data[dot + i], scale, BLOCK);
      if (mask == Mask.CAUSAL && queries == keys) {
        Arrays.fill(a, p + i + 1, p + BLOCK, 0f);
        Arrays.fill(a, g + i + 1, g + BLOCK, 0f);
      }
    }
    primitives.transposeBlock(m, n, a, transposed, BLOCK, a, gradients, BLOCK);
  }

  /** Adds what they give to the gradients of both blocks. */
  private void accumulate(int queries, int keys, boolean laterQuery, int d, Scratch scratch) {
    float[] a = scratch.a;
    int m = length(queries);
    int n = length(keys);
    int dQuery = d + queries * BLOCK * stride;
    int dKey = d + channels + keys * BLOCK * stride;
    int rows = queries * BLOCK * paddedWidth;
    multiplyTransposed(
        m, width, n, a, transposed, a, keyRows, dQkv.data, dQuery, stride, keys > 0, scratch);
    multiplyTransposed(
        n,
        width,
        m,
        a,
        gradients,
        a,
        queryRows + rows,
        dQkv.data,
        dKey,
        stride,
        laterQuery,
        scratch);
    multiplyTransposed(
        n,
        width,
        m,
        a,
        weights,
        a,
        gradientRows + rows,
        dQkv.data,
        dKey + channels,
        stride,
        laterQuery,
        scratch);
  }
}
