package dev.grok.backend.cpu.internal.op;

import dev.grok.api.Tensor;
import dev.grok.api.kernel.Mask;
import dev.grok.backend.cpu.internal.memory.Floats;
import dev.grok.backend.cpu.internal.primitive.Lanes;
import dev.grok.backend.cpu.internal.primitive.Primitives;
import dev.grok.backend.cpu.internal.run.Op;
import dev.grok.backend.cpu.internal.run.Scratch;
import java.util.Arrays;

/** Self-attention, one query at a time; a unit is a head of a sample. */
final class AttentionOps {
  private AttentionOps() {}

  /** The shape, and what both passes read. */
  private abstract static class Heads extends Op {
    final Primitives primitives;
    final Floats logSumExp; // [R, B, H, T]
    final Floats qkv; // [R?, B, T, 3C]
    final Mask mask;
    final int batch;
    final int heads;
    final int tokens;
    final int channels;
    final int width;
    final float scale;

    Heads(
        String kernel,
        Primitives primitives,
        Tensor output,
        Tensor logSumExp,
        boolean forward,
        Tensor qkv,
        Mask mask) {
      super(kernel, output);
      this.primitives = primitives;
      this.logSumExp = forward ? writes(logSumExp) : reads(logSumExp);
      this.qkv = reads(qkv);
      this.mask = mask;
      batch = logSumExp.shape().axis(1);
      heads = logSumExp.shape().axis(2);
      tokens = logSumExp.shape().axis(3);
      channels = qkv.shape().axis(3) / 3;
      width = channels / heads;
      scale = width == 0 ? 0 : (float) (1 / Math.sqrt(width));
    }

    @Override
    public final int units() {
      return batch * heads;
    }

    @Override
    public final int scratchA() {
      return tokens;
    }

    @Override
    public final int scratchB() {
      return tokens;
    }

    /** Products of one row with rows 3 C apart: {@code to[j] = factor (row · rows[j])}. */
    final void products(
        float[] to, float[] row, int at, float[] rows, int first, int n, Scratch scratch) {
      for (int j = 0; j < n; j++) {
        Lanes.clear(scratch.lanes);
        primitives.dot(scratch.lanes, row, at, rows, first + j * 3 * channels, width);
        to[j] = Lanes.total(scratch.lanes);
      }
    }
  }

  /** Softmax of each row of scores, and the values weighted by it. */
  static final class Forward extends Heads {
    private final Floats out; // [R, B, T, C]

    Forward(Primitives primitives, Tensor out, Tensor logSumExp, Tensor qkv, Mask mask) {
      super("attentionForward", primitives, out, logSumExp, true, qkv, mask);
      this.out = writes(out);
    }

    @Override
    public long cost() {
      return (long) batch * tokens * tokens * (2L * channels + 20L * heads);
    }

    @Override
    public void run(int replica, int from, int to, Scratch scratch) {
      for (int unit = from; unit < to; unit++) {
        int sample = unit / heads;
        int head = unit % heads;
        for (int i = 0; i < tokens; i++) {
          row(replica, sample, head, i, scratch);
        }
      }
    }

    private void row(int replica, int sample, int head, int i, Scratch scratch) {
      int queries = qkv.at(replica) + sample * tokens * 3 * channels + head * width;
      int keys = queries + channels;
      int values = keys + channels;
      int n = mask.keys(i, tokens);
      float[] p = scratch.a;
      products(p, qkv.data, queries + i * 3 * channels, qkv.data, keys, n, scratch);
      primitives.scale(p, 0, p, 0, scale, n);
      float max = primitives.maximum(p, 0, n);
      primitives.exp(p, 0, p, 0, max, n);
      Lanes.clear(scratch.lanes);
      primitives.sum(scratch.lanes, p, 0, n);
      float total = Lanes.total(scratch.lanes);
      logSumExp.data[logSumExp.at(replica) + unitRow(sample, head, i)] =
          (float) (max + StrictMath.log(total));
      primitives.divideAndScale(p, 0, p, 0, total, 1f, n);
      int o = out.at(replica) + (sample * tokens + i) * channels + head * width;
      primitives.scale(out.data, o, qkv.data, values, p[0], width);
      for (int j = 1; j < n; j++) {
        int v = values + j * 3 * channels;
        primitives.addScaled(out.data, o, out.data, o, p[j], qkv.data, v, width);
      }
    }

    private int unitRow(int sample, int head, int i) {
      return (sample * heads + head) * tokens + i;
    }
  }

  /** The gradients of all three, query by query; those of keys and values are added up. */
  static final class Backward extends Heads {
    private final Floats dQkv; // [R, B, T, 3C]
    private final Floats workspace; // [R, B, H, T]
    private final Floats dOut; // [R?, B, T, C]
    private final Floats out; // [R?, B, T, C]

    Backward(
        Primitives primitives,
        Tensor dQkv,
        Tensor workspace,
        Tensor dOut,
        Tensor out,
        Tensor logSumExp,
        Tensor qkv,
        Mask mask) {
      super("attentionBackward", primitives, dQkv, logSumExp, false, qkv, mask);
      this.dQkv = writes(dQkv);
      this.workspace = writes(workspace);
      this.dOut = reads(dOut);
      this.out = reads(out);
    }

    @Override
    public long cost() {
      return (long) batch * tokens * tokens * (5L * channels + 20L * heads);
    }

    @Override
    public void run(int replica, int from, int to, Scratch scratch) {
      for (int unit = from; unit < to; unit++) {
        int sample = unit / heads;
        int head = unit % heads;
        int first = dQkv.at(replica) + sample * tokens * 3 * channels + head * width;
        for (int third = 0; third < 3 * tokens; third++) {
          int at = first + third * channels;
          Arrays.fill(dQkv.data, at, at + width, 0f);
        }
        for (int i = 0; i < tokens; i++) {
          row(replica, sample, head, i, scratch);
        }
      }
    }

    private void row(int replica, int sample, int head, int i, Scratch scratch) {
      int n = mask.keys(i, tokens);
      int stride = 3 * channels;
      int packed = sample * tokens * stride + head * width;
      int query = qkv.at(replica) + packed + i * stride;
      int keys = qkv.at(replica) + packed + channels;
      int dQuery = dQkv.at(replica) + packed + i * stride;
      int dKeys = dQkv.at(replica) + packed + channels;
      int row = (sample * tokens + i) * channels + head * width;
      int o = dOut.at(replica) + row;
      int unitRow = (sample * heads + head) * tokens + i;
      Lanes.clear(scratch.lanes);
      primitives.dot(scratch.lanes, dOut.data, o, out.data, out.at(replica) + row, width);
      float dot = Lanes.total(scratch.lanes);
      workspace.data[workspace.at(replica) + unitRow] = dot;
      float log = logSumExp.data[logSumExp.at(replica) + unitRow];
      float[] p = scratch.a;
      float[] dS = scratch.b;
      products(p, qkv.data, query, qkv.data, keys, n, scratch);
      primitives.scale(p, 0, p, 0, scale, n);
      primitives.exp(p, 0, p, 0, log, n);
      products(dS, dOut.data, o, qkv.data, keys + channels, n, scratch);
      for (int j = 0; j < n; j++) {
        float gradient = p[j] * (dS[j] - dot) * scale;
        int key = j * stride;
        int dValue = dKeys + channels + key;
        float[] d = dQkv.data;
        primitives.addScaled(d, dQuery, d, dQuery, gradient, qkv.data, keys + key, width);
        primitives.addScaled(d, dKeys + key, d, dKeys + key, gradient, qkv.data, query, width);
        primitives.addScaled(d, dValue, d, dValue, p[j], dOut.data, o, width);
      }
    }
  }
}
