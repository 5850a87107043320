package dev.grok.backend.cpu.internal.op;

import dev.grok.api.Tensor;
import dev.grok.api.kernel.Mask;
import dev.grok.backend.cpu.internal.loop.Lanes;
import dev.grok.backend.cpu.internal.loop.Loops;
import dev.grok.backend.cpu.internal.memory.Floats;
import dev.grok.backend.cpu.internal.run.Op;
import dev.grok.backend.cpu.internal.run.Scratch;
import java.util.Arrays;

/**
 * The gradients of attention (Dao et al., FlashAttention, 2022). It computes the weights again from
 * the scores. For each block of keys it goes through the blocks of queries and adds to the
 * gradients in place.
 */
final class AttentionBackward extends AttentionOp {
  private final Floats dQkv; // [R, B, T, 3C]
  private final Floats workspace; // [R, B, H, T]
  private final Floats dOut; // [R?, B, T, C]
  private final Floats out; // [R?, B, T, C]
  private final Floats logSumExp; // [R?, B, H, T]

  // Where things lie in the working memory, which begins with the queries of a head. Queries and
  // rows of keys are scaled.
  private final int outputGradients; // of a head
  private final int keyColumns; // of a block of keys, as are the next two
  private final int keyRows;
  private final int valueColumns;
  private final int weights; // of a block of queries and one of keys
  private final int gradients; // of their scores

  AttentionBackward(
      Op call,
      Loops loops,
      Tensor dQkv,
      Tensor workspace,
      Tensor dOut,
      Tensor out,
      Tensor logSumExp,
      Tensor qkv,
      Mask mask) {
    super(call, loops, logSumExp, qkv, mask);
    this.dQkv = call.floats(dQkv);
    this.workspace = call.floats(workspace);
    this.dOut = call.floats(dOut);
    this.out = call.floats(out);
    this.logSumExp = call.floats(logSumExp);
    outputGradients = Math.multiplyExact(blocks * BLOCK, paddedWidth);
    keyColumns = Math.addExact(outputGradients, outputGradients);
    keyRows = Math.addExact(keyColumns, BLOCK * width);
    valueColumns = Math.addExact(keyRows, BLOCK * paddedWidth);
    weights = Math.addExact(valueColumns, BLOCK * width);
    gradients = Math.addExact(weights, BLOCK * BLOCK);
    int end = Math.addExact(gradients, BLOCK * BLOCK);
    call.work(few ? 2 * tokens : end);
    call.cost(visibleScores * batch * (5L * channels + 20L * heads));
  }

  private float dot(int replica, int plain, int i, Scratch scratch) {
    int at = plain + i * channels;
    Lanes.clear(scratch.lanes);
    reduction.dot(
        scratch.lanes, dOut.data, dOut.at(replica) + at, out.data, out.at(replica) + at, width);
    return Lanes.total(scratch.lanes);
  }

  @Override
  void byQuery(int replica, int packed, int plain, int row, Scratch scratch) {
    float[] d = dQkv.data;
    float[] work = scratch.work;
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
      products(work, 0, qkv.data, query, keys, n, scratch);
      products(work, tokens, dOut.data, gradient, keys + channels, n, scratch);
      elementwise.scale(work, 0, work, 0, scale, n);
      float log = logSumExp.data[logSumExp.at(replica) + row + i];
      softmax.exp(scratch.lanes, work, 0, work, 0, log, n);
      softmax.softmaxGradient(work, tokens, work, 0, dot, scale, n);
      int dQuery = dQueries + i * stride;
      for (int j = 0; j < n; j++) {
        int dKey = dQueries + channels + j * stride;
        int dValue = dKey + channels;
        float dS = work[tokens + j];
        elementwise.addScaled(d, dQuery, d, dQuery, dS, qkv.data, keys + j * stride, width);
        elementwise.addScaled(d, dKey, d, dKey, dS, qkv.data, query, width);
        elementwise.addScaled(d, dValue, d, dValue, work[j], dOut.data, gradient, width);
      }
    }
  }

  @Override
  void byBlock(int replica, int packed, int plain, int row, Scratch scratch) {
    float[] work = scratch.work;
    for (int i = 0; i < tokens; i++) {
      workspace.data[workspace.at(replica) + row + i] = dot(replica, plain, i, scratch);
    }
    int first = qkv.at(replica) + packed;
    packRows(work, 0, qkv.data, first, stride, tokens, scale);
    int gradient = dOut.at(replica) + plain;
    packRows(work, outputGradients, dOut.data, gradient, channels, tokens, 1f);
    for (int b = 0; b < blocks; b++) {
      int n = length(b);
      int key = first + channels + b * BLOCK * stride;
      packColumns(work, keyColumns, qkv.data, key, stride, n);
      packRows(work, keyRows, qkv.data, key, stride, n, scale);
      packColumns(work, valueColumns, qkv.data, key + channels, stride, n);
      int from = mask == Mask.CAUSAL ? b : 0;
      for (int queries = from; queries < blocks; queries++) {
        int at = row + queries * BLOCK;
        products(queries, b, scratch);
        weigh(queries, b, logSumExp.at(replica) + at, workspace.at(replica) + at, scratch);
        accumulate(queries, b, queries > from, dQkv.at(replica) + packed, scratch);
      }
    }
  }

  /** The scores of two blocks, and the products of output gradients and values. */
  private void products(int queries, int keys, Scratch scratch) {
    Part part = onDiagonal(queries, keys, Part.COLUMNS_TO_ROW);
    int rows = queries * BLOCK * paddedWidth;
    blockProducts(part, length(queries), length(keys), rows, keyColumns, weights, scratch);
    rows += outputGradients;
    blockProducts(part, length(queries), length(keys), rows, valueColumns, gradients, scratch);
  }

  /** Turns these into the weights and the gradients of the scores. */
  private void weigh(int queries, int keys, int log, int dot, Scratch scratch) {
    float[] work = scratch.work;
    int n = (length(keys) + Lanes.COUNT - 1) / Lanes.COUNT * Lanes.COUNT;
    boolean diagonal = mask == Mask.CAUSAL && queries == keys;
    for (int i = 0; i < length(queries); i++) {
      int p = weights + i * BLOCK;
      int d = gradients + i * BLOCK;
      softmax.exp(scratch.lanes, work, p, work, p, logSumExp.data[log + i], n);
      softmax.softmaxGradient(work, d, work, p, workspace.data[dot + i], 1f, n);
      if (diagonal) {
        Arrays.fill(work, p + i + 1, p + BLOCK, 0f);
        Arrays.fill(work, d + i + 1, d + BLOCK, 0f);
      }
    }
  }

  /** Adds the contributions of two blocks to the gradients of queries, keys and values. */
  private void accumulate(int queries, int keys, boolean laterQuery, int id, Scratch scratch) {
    int m = length(queries);
    int n = length(keys);
    int dQuery = id + queries * BLOCK * stride;
    int dKey = id + channels + keys * BLOCK * stride;
    int rows = queries * BLOCK * paddedWidth;
    float[] d = dQkv.data;
    Part part = onDiagonal(queries, keys, Part.STEPS_TO_ROW);
    weighted(part, m, n, gradients, BLOCK, 1, keyRows, d, dQuery, stride, keys > 0, scratch);
    part = onDiagonal(queries, keys, Part.STEPS_FROM_ROW);
    weighted(part, n, m, gradients, 1, BLOCK, rows, d, dKey, stride, laterQuery, scratch);
    rows += outputGradients;
    int dValue = dKey + channels;
    weighted(part, n, m, weights, 1, BLOCK, rows, d, dValue, stride, laterQuery, scratch);
  }
}
