package dev.grok.backend.cpu.internal.op;

import dev.grok.api.Tensor;
import dev.grok.api.kernel.Write;
import dev.grok.backend.cpu.internal.loop.Lanes;
import dev.grok.backend.cpu.internal.loop.Loops;
import dev.grok.backend.cpu.internal.loop.NormLoops;
import dev.grok.backend.cpu.internal.loop.ReductionLoops;
import dev.grok.backend.cpu.internal.memory.Floats;
import dev.grok.backend.cpu.internal.run.Op;
import dev.grok.backend.cpu.internal.run.Scratch;
import java.util.Arrays;

/** Layer normalization; its backward pass is two calls, one split by rows, one by columns. */
final class LayerNormOps {
  private static final int COST = 8;

  /** Rows that are normalized together while they are in the first-level cache. */
  private static final int BLOCK = 8;

  private LayerNormOps() {}

  /** A unit is a row. Sums are in sixteen lanes; means and deviations follow in double. */
  static final class Forward extends Op {
    private final ReductionLoops reduction;
    private final NormLoops norm;
    private final Floats out; // [R, B, C]
    private final Floats mean; // [R, B]
    private final Floats inverseDeviation; // [R, B]
    private final Floats in; // [R?, B, C]
    private final Floats weight; // [R?, C]
    private final Floats bias; // [R?, C]
    private final double epsilon;
    private final int batch;
    private final int channels;

    Forward(
        Loops loops,
        Tensor out,
        Tensor mean,
        Tensor inverseDeviation,
        Tensor in,
        Tensor weight,
        Tensor bias,
        double epsilon) {
      super("layerNormForward", out);
      reduction = loops.reduction();
      norm = loops.norm();
      this.out = floats(out);
      this.mean = floats(mean);
      this.inverseDeviation = floats(inverseDeviation);
      this.in = floats(in);
      this.weight = floats(weight);
      this.bias = floats(bias);
      this.epsilon = epsilon;
      batch = out.shape().axis(1);
      channels = out.shape().axis(2);
    }

    @Override
    public int units() {
      return batch;
    }

    @Override
    public long cost() {
      return (long) COST * (out.length + batch);
    }

    @Override
    public void run(int replica, int from, int to, Scratch scratch) {
      for (int row = from; row < to; row += BLOCK) {
        block(replica, row, Math.min(row + BLOCK, to), scratch.lanes);
      }
    }

    /** Step by step for some rows: within one row, each addition would wait for the one before. */
    private void block(int replica, int from, int to, float[] lanes) {
      int i = in.at(replica);
      int m = mean.at(replica);
      int s = inverseDeviation.at(replica);
      for (int row = from; row < to; row++) {
        double sum = reduction.total(lanes, in.data, i + row * channels, channels);
        mean.data[m + row] = channels == 0 ? 0 : (float) (sum / channels);
      }
      for (int row = from; row < to; row++) {
        int at = i + row * channels;
        double squares = norm.squaredDeviations(lanes, in.data, at, mean.data[m + row], channels);
        double variance = channels == 0 ? 0 : squares / channels;
        inverseDeviation.data[s + row] = (float) (1 / Math.sqrt(variance + epsilon));
      }
      for (int row = from; row < to; row++) {
        int at = row * channels;
        norm.normalize(
            out.data,
            out.at(replica) + at,
            in.data,
            i + at,
            mean.data[m + row],
            inverseDeviation.data[s + row],
            weight.data,
            weight.at(replica),
            bias.data,
            bias.at(replica),
            channels);
      }
    }
  }

  /** What both parts of the backward pass read. */
  private abstract static class Backward extends Op {
    final NormLoops loops;
    final Floats dOut; // [R?, B, C]
    final Floats in; // [R?, B, C]
    final Floats mean; // [R?, B]
    final Floats inverseDeviation; // [R?, B]
    final int batch;
    final int channels;

    Backward(
        NormLoops loops,
        Tensor output,
        Tensor dOut,
        Tensor in,
        Tensor mean,
        Tensor inverseDeviation) {
      super("layerNormBackward", output);
      this.loops = loops;
      this.dOut = floats(dOut);
      this.in = floats(in);
      this.mean = floats(mean);
      this.inverseDeviation = floats(inverseDeviation);
      batch = dOut.shape().axis(1);
      channels = dOut.shape().axis(2);
    }

    @Override
    public final long cost() {
      return (long) COST * (dOut.length + batch);
    }
  }

  /** dIn; a unit is a row. */
  static final class Input extends Backward {
    private final Floats dIn; // [R, B, C]
    private final Floats weight; // [R?, C]
    private final boolean accumulate;

    Input(
        NormLoops loops,
        Tensor dIn,
        Tensor dOut,
        Tensor in,
        Tensor mean,
        Tensor inverseDeviation,
        Tensor weight,
        Write write) {
      super(loops, dIn, dOut, in, mean, inverseDeviation);
      this.dIn = floats(dIn);
      this.weight = floats(weight);
      accumulate = write == Write.ACCUMULATE;
    }

    @Override
    public int units() {
      return batch;
    }

    @Override
    public void run(int replica, int from, int to, Scratch scratch) {
      int w = weight.at(replica);
      for (int row = from; row < to; row++) {
        int at = row * channels;
        int o = dOut.at(replica) + at;
        int i = in.at(replica) + at;
        float m = mean.data[mean.at(replica) + row];
        float s = inverseDeviation.data[inverseDeviation.at(replica) + row];
        loops.normalizationSums(
            scratch.lanes,
            scratch.otherLanes,
            dOut.data,
            o,
            in.data,
            i,
            m,
            s,
            weight.data,
            w,
            channels);
        loops.normalizationBackward(
            dIn.data,
            dIn.at(replica) + at,
            dOut.data,
            o,
            in.data,
            i,
            m,
            s,
            weight.data,
            w,
            Lanes.total(scratch.lanes) / channels,
            Lanes.total(scratch.otherLanes) / channels,
            accumulate,
            channels);
      }
    }
  }

  /** dWeight and dBias; goes row by row over columns, and a unit is a cache line of them. */
  static final class Parameters extends Backward {
    private static final int COLUMNS = 16;

    /** Rows that are summed column by column while they are in the nearer caches. */
    private static final int ROWS = 32;

    private final Floats dWeight; // [R, C]
    private final Floats dBias; // [R, C]
    private final boolean accumulate;

    Parameters(
        NormLoops loops,
        Tensor dWeight,
        Tensor dBias,
        Tensor dOut,
        Tensor in,
        Tensor mean,
        Tensor inverseDeviation,
        Write write) {
      super(loops, dWeight, dOut, in, mean, inverseDeviation);
      this.dWeight = floats(dWeight);
      this.dBias = floats(dBias);
      accumulate = write == Write.ACCUMULATE;
    }

    @Override
    public int units() {
      return (channels + COLUMNS - 1) / COLUMNS;
    }

    @Override
    public void run(int replica, int from, int to, Scratch scratch) {
      int first = from * COLUMNS;
      int n = Math.min(to * COLUMNS, channels) - first;
      int w = dWeight.at(replica) + first;
      int b = dBias.at(replica) + first;
      if (!accumulate) {
        Arrays.fill(dWeight.data, w, w + n, 0f);
        Arrays.fill(dBias.data, b, b + n, 0f);
      }
      for (int row = 0; row < batch; row += ROWS) {
        int at = row * channels + first;
        loops.normalizationParameters(
            dWeight.data,
            w,
            dBias.data,
            b,
            dOut.data,
            dOut.at(replica) + at,
            in.data,
            in.at(replica) + at,
            mean.data,
            mean.at(replica) + row,
            inverseDeviation.data,
            inverseDeviation.at(replica) + row,
            Math.min(ROWS, batch - row),
            channels,
            n);
      }
    }
  }
}
