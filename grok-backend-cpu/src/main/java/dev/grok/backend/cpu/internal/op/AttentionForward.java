package dev.grok.backend.cpu.internal.op;

import dev.grok.api.Tensor;
import dev.grok.api.kernel.Mask;
import dev.grok.backend.cpu.internal.loop.Lanes;
import dev.grok.backend.cpu.internal.loop.Logarithm;
import dev.grok.backend.cpu.internal.loop.Loops;
import dev.grok.backend.cpu.internal.memory.Floats;
import dev.grok.backend.cpu.internal.run.Op;
import dev.grok.backend.cpu.internal.run.Scratch;
import java.util.Arrays;

/**
 * Attention with an online softmax (Milakov and Gimelshein, 2018; Dao et al., FlashAttention,
 * 2022). A row of scores belongs to a key, so that the softmax of a block runs down columns without
 * adding across a vector, and the block, as it is, is the transposed factor of the product with the
 * values.
 */
final class AttentionForward extends AttentionOp {
  private final Floats out; // [R, B, T, C]
  private final Floats logSumExp; // [R, B, H, T]

  // Where things lie in the working memory, which begins with the keys of a head.
  private final int values; // of a head
  private final int queries; // of a block, as columns; the rest is of this block as well
  private final int scores;
  private final int outputs;
  private final int statistics;

  AttentionForward(Op call, Loops loops, Tensor out, Tensor logSumExp, Tensor qkv, Mask mask) {
    super(call, loops, logSumExp, qkv, mask);
    this.out = call.floats(out);
    this.logSumExp = call.floats(logSumExp);
    values = Math.multiplyExact(blocks * BLOCK, paddedWidth);
    queries = Math.addExact(values, values);
    scores = Math.addExact(queries, BLOCK * width);
    outputs = Math.addExact(scores, BLOCK * BLOCK);
    statistics = Math.addExact(outputs, BLOCK * width);
    int end = Math.addExact(statistics, 3 * BLOCK);
    call.work(few ? tokens : end);
    call.cost(visibleScores * batch * (2L * channels + 20L * heads));
  }

  @Override
  void byQuery(int replica, int packed, int plain, int row, Scratch scratch) {
    float[] p = scratch.work;
    int keys = qkv.at(replica) + packed + channels;
    for (int i = 0; i < tokens; i++) {
      int n = mask.keys(i, tokens);
      products(p, 0, qkv.data, qkv.at(replica) + packed + i * stride, keys, n, scratch);
      elementwise.scale(p, 0, p, 0, scale, n);
      float max = softmax.maximum(p, 0, n);
      Lanes.clear(scratch.lanes);
      softmax.exp(scratch.lanes, p, 0, p, 0, max, n);
      float total = Lanes.total(scratch.lanes);
      logSumExp.data[logSumExp.at(replica) + row + i] = (float) (max + Logarithm.of(total));
      softmax.divideAndScale(p, 0, p, 0, total, 1f, n);
      int o = out.at(replica) + plain + i * channels;
      elementwise.scale(out.data, o, qkv.data, keys + channels, p[0], width);
      for (int j = 1; j < n; j++) {
        int v = keys + channels + j * stride;
        elementwise.addScaled(out.data, o, out.data, o, p[j], qkv.data, v, width);
      }
    }
  }

  @Override
  void byBlock(int replica, int packed, int plain, int row, Scratch scratch) {
    int first = qkv.at(replica) + packed;
    int keys = first + channels;
    packRows(scratch.work, 0, qkv.data, keys, stride, tokens, 1f);
    packRows(scratch.work, values, qkv.data, keys + channels, stride, tokens, 1f);
    for (int b = 0; b < blocks; b++) {
      int query = first + b * BLOCK * stride;
      packColumns(scratch.work, queries, qkv.data, query, stride, length(b));
      elementwise.scale(scratch.work, queries, scratch.work, queries, scale, BLOCK * width);
      queries(b, scratch);
      int o = out.at(replica) + plain + b * BLOCK * channels;
      finish(length(b), o, logSumExp.at(replica) + row + b * BLOCK, scratch.work);
    }
  }

  /** All keys of one block of queries. */
  private void queries(int block, Scratch scratch) {
    float[] work = scratch.work;
    Arrays.fill(work, statistics, statistics + BLOCK, Float.NEGATIVE_INFINITY);
    Arrays.fill(work, statistics + BLOCK, statistics + 2 * BLOCK, 0f);
    int n = length(block);
    int last = mask == Mask.CAUSAL ? block : blocks - 1;
    for (int b = 0; b <= last; b++) {
      int keys = length(b);
      int rows = b * BLOCK * paddedWidth;
      Part part = onDiagonal(block, b, Part.COLUMNS_FROM_ROW);
      blockProducts(part, keys, n, rows, queries, scores, scratch);
      if (mask == Mask.CAUSAL && b == block) {
        for (int j = 1; j < keys; j++) {
          int at = scores + j * BLOCK;
          Arrays.fill(work, at, at + j, Float.NEGATIVE_INFINITY);
        }
      }
      weigh(keys, scratch);
      if (b > 0) {
        correct(n, work);
      }
      part = onDiagonal(block, b, Part.STEPS_TO_ROW);
      rows += values;
      weighted(part, n, keys, scores, 1, BLOCK, rows, work, outputs, width, b > 0, scratch);
    }
  }

  private void weigh(int keys, Scratch scratch) {
    float[] work = scratch.work;
    int corrections = statistics + 2 * BLOCK;
    softmax.columnMaxima(work, scores, keys, BLOCK, BLOCK, work, statistics);
    softmax.exp(scratch.lanes, work, corrections, work, corrections, 0, BLOCK);
    softmax.columnWeights(work, scores, keys, BLOCK, BLOCK, work, statistics);
  }

  /** Corrects the outputs so far, which were computed with former maxima. */
  private void correct(int n, float[] work) {
    for (int i = 0; i < n; i++) {
      float correction = work[statistics + 2 * BLOCK + i];
      if (correction != 1) {
        int at = outputs + i * width;
        elementwise.scale(work, at, work, at, correction, width);
      }
    }
  }

  private void finish(int n, int o, int row, float[] work) {
    for (int i = 0; i < n; i++) {
      float max = work[statistics + i];
      float total = work[statistics + BLOCK + i];
      logSumExp.data[row + i] = (float) (max + Logarithm.of(total));
      softmax.divideAndScale(
          out.data, o + i * channels, work, outputs + i * width, total, 1f, width);
    }
  }
}
