package dev.grok.backend.cpu.internal.op;

import dev.grok.api.Tensor;
import dev.grok.api.kernel.Write;
import dev.grok.backend.cpu.internal.loop.Lanes;
import dev.grok.backend.cpu.internal.loop.NormLoops;
import dev.grok.backend.cpu.internal.memory.Floats;
import dev.grok.backend.cpu.internal.run.Op;
import dev.grok.backend.cpu.internal.run.Scratch;
import java.util.Arrays;

/** RMS normalization: layer normalization around a mean of 0, by whose loops it shares the sums. */
final class RmsNormOps {
  private static final int COST = 6;

  private RmsNormOps() {}

  /** What all three operations know. */
  private abstract static class RowsOp extends Op {
    final NormLoops loops;
    final Floats in; // [R?, B, C]
    final Floats inverseRoot; // [R?, B]
    final int batch;
    final int channels;

    RowsOp(String kernel, NormLoops loops, Tensor output, Tensor in, Tensor inverseRoot) {
      super(kernel, output);
      this.loops = loops;
      this.in = floats(in);
      this.inverseRoot = floats(inverseRoot);
      batch = in.shape().axis(1);
      channels = in.shape().axis(2);
    }

    @Override
    public int units() {
      return batch;
    }

    @Override
    public final long cost() {
      return (long) COST * (in.length + batch);
    }
  }

  /** A unit is a row. The sum is in sixteen lanes; the root follows in double. */
  static final class Forward extends RowsOp {
    private final Floats out; // [R, B, C]
    private final Floats weight; // [R?, C]
    private final double epsilon;

    Forward(
        NormLoops loops, Tensor out, Tensor inverseRoot, Tensor in, Tensor weight, double epsilon) {
      super("rmsNormForward", loops, out, in, inverseRoot);
      this.out = floats(out);
      this.weight = floats(weight);
      this.epsilon = epsilon;
    }

    @Override
    public void run(int replica, int from, int to, Scratch scratch) {
      for (int row = from; row < to; row++) {
        int at = row * channels;
        int i = in.at(replica) + at;
        double squares = loops.squaredDeviations(scratch.lanes, in.data, i, 0, channels);
        double meanSquare = channels == 0 ? 0 : squares / channels;
        float s = (float) (1 / Math.sqrt(meanSquare + epsilon));
        inverseRoot.data[inverseRoot.at(replica) + row] = s;
        loops.scaleRow(
            out.data,
            out.at(replica) + at,
            in.data,
            i,
            s,
            weight.data,
            weight.at(replica),
            channels);
      }
    }
  }

  /** dIn; a unit is a row. */
  static final class Input extends RowsOp {
    private final Floats dIn; // [R, B, C]
    private final Floats dOut; // [R?, B, C]
    private final Floats weight; // [R?, C]
    private final boolean accumulate;

    Input(
        NormLoops loops,
        Tensor dIn,
        Tensor dOut,
        Tensor in,
        Tensor inverseRoot,
        Tensor weight,
        Write write) {
      super("rmsNormBackward", loops, dIn, in, inverseRoot);
      this.dIn = floats(dIn);
      this.dOut = floats(dOut);
      this.weight = floats(weight);
      accumulate = write == Write.ACCUMULATE;
    }

    @Override
    public void run(int replica, int from, int to, Scratch scratch) {
      int w = weight.at(replica);
      for (int row = from; row < to; row++) {
        int at = row * channels;
        int o = dOut.at(replica) + at;
        int i = in.at(replica) + at;
        float s = inverseRoot.data[inverseRoot.at(replica) + row];
        loops.normalizationSums(
            scratch.lanes,
            scratch.otherLanes,
            dOut.data,
            o,
            in.data,
            i,
            0,
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
            0,
            s,
            weight.data,
            w,
            0,
            Lanes.total(scratch.otherLanes) / channels,
            accumulate,
            channels);
      }
    }
  }

  /** dWeight; goes row by row over columns, and a unit is a cache line of them. */
  static final class Weight extends RowsOp {
    private static final int COLUMNS = 16;

    private final Floats dWeight; // [R, C]
    private final Floats dOut; // [R?, B, C]
    private final boolean accumulate;

    Weight(
        NormLoops loops, Tensor dWeight, Tensor dOut, Tensor in, Tensor inverseRoot, Write write) {
      super("rmsNormBackward", loops, dWeight, in, inverseRoot);
      this.dWeight = floats(dWeight);
      this.dOut = floats(dOut);
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
      if (!accumulate) {
        Arrays.fill(dWeight.data, w, w + n, 0f);
      }
      loops.scaleParameters(
          dWeight.data,
          w,
          dOut.data,
          dOut.at(replica) + first,
          in.data,
          in.at(replica) + first,
          inverseRoot.data,
          inverseRoot.at(replica),
          batch,
          channels,
          n);
    }
  }
}
