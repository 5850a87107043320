package dev.grok.backend.cpu.internal.op;

import dev.grok.api.Tensor;
import dev.grok.api.kernel.Activation;
import dev.grok.api.kernel.Write;
import dev.grok.backend.cpu.internal.loop.ActivationLoops;
import dev.grok.backend.cpu.internal.loop.ElementwiseLoops;
import dev.grok.backend.cpu.internal.loop.Lanes;
import dev.grok.backend.cpu.internal.loop.Loops;
import dev.grok.backend.cpu.internal.memory.Floats;
import dev.grok.backend.cpu.internal.run.Op;
import dev.grok.backend.cpu.internal.run.Scratch;
import java.util.Arrays;

/** Bias and activation, forward and backward. */
final class ActivationOps {
  private static final int COST_TRANSCENDENTAL = 30;
  private static final int COST_OTHER = 4;
  private static final float LEAKY_SLOPE = (float) Activation.LEAKY_SLOPE;

  private ActivationOps() {}

  private static long cost(boolean transcendental, int elements) {
    return (long) elements * (transcendental ? COST_TRANSCENDENTAL : COST_OTHER);
  }

  /** A unit is a row. */
  static final class Forward extends Op {
    /** Elements that stay in the nearest cache between two loops. */
    private static final int PART = 2048;

    private final ElementwiseLoops elementwise;
    private final ActivationLoops activations;
    private final Floats out; // [R, B, C]
    private final Floats in; // [R?, B, C]
    private final Floats bias; // [R?, C]
    private final Activation activation;
    private final int batch;
    private final int channels;

    Forward(Loops loops, Tensor out, Tensor in, Tensor bias, Activation activation) {
      super("biasActivationForward", out);
      elementwise = loops.elementwise();
      activations = loops.activation();
      this.out = floats(out);
      this.in = floats(in);
      this.bias = floats(bias);
      this.activation = activation;
      batch = out.shape().axis(1);
      channels = out.shape().axis(2);
    }

    @Override
    public int units() {
      return batch;
    }

    @Override
    public int workLength() {
      return transcendental() ? period() + Lanes.COUNT : 0;
    }

    @Override
    public long cost() {
      return ActivationOps.cost(transcendental(), out.length);
    }

    private boolean transcendental() {
      return activation == Activation.TANH || activation == Activation.GELU;
    }

    @Override
    public void run(int replica, int from, int to, Scratch scratch) {
      if (transcendental()) {
        inOneLoop(replica, from, to, scratch.work);
      } else {
        addBiasAndActivate(replica, from, to);
      }
    }

    /** The length of the bias repeated until a vector is not longer. */
    private int period() {
      return channels == 0 ? 0 : (Lanes.COUNT + channels - 1) / channels * channels;
    }

    /** One loop over all rows: it loads while it computes, and a vector may end in the next row. */
    private void inOneLoop(int replica, int from, int to, float[] repeated) {
      if (channels == 0) {
        return;
      }
      System.arraycopy(bias.data, bias.at(replica), repeated, 0, channels);
      int period = period();
      for (int j = channels; j < period + Lanes.COUNT; j++) {
        repeated[j] = repeated[j - channels];
      }
      int o = out.at(replica) + from * channels;
      int i = in.at(replica) + from * channels;
      int n = (to - from) * channels;
      if (activation == Activation.TANH) {
        activations.biasTanh(out.data, o, in.data, i, repeated, 0, period, n);
      } else {
        activations.biasGelu(out.data, o, in.data, i, repeated, 0, period, n);
      }
    }

    /** Some rows at a time, so that they are still in the nearest cache when they are activated. */
    private void addBiasAndActivate(int replica, int from, int to) {
      int rows = Math.max(1, PART / Math.max(1, channels));
      for (int first = from; first < to; first += rows) {
        int last = Math.min(first + rows, to);
        for (int row = first; row < last; row++) {
          int o = out.at(replica) + row * channels;
          int i = in.at(replica) + row * channels;
          elementwise.add(out.data, o, in.data, i, bias.data, bias.at(replica), channels);
        }
        int start = out.at(replica) + first * channels;
        int n = (last - first) * channels;
        switch (activation) {
          case RELU -> activations.relu(out.data, start, n);
          case LEAKY_RELU -> activations.leakyRelu(out.data, start, LEAKY_SLOPE, n);
          case IDENTITY, TANH, GELU -> {}
        }
      }
    }
  }

  /** Goes row by row over a range of columns; a unit is a cache line of columns. */
  static final class Backward extends Op {
    private static final int COLUMNS = 16;

    /** Rows whose sums are taken while they are in the first-level cache. */
    private static final int ROWS = 32;

    /** Elements that stay in the nearest cache from one loop of GELU to the next. */
    private static final int PART = 1024;

    private final ElementwiseLoops elementwise;
    private final ActivationLoops activations;
    private final Floats dIn; // [R, B, C]
    private final Floats dBias; // [R, C]
    private final Floats dOut; // [R?, B, C]
    private final Floats in; // [R?, B, C]
    private final Floats bias; // [R?, C]
    private final Floats out; // [R?, B, C]
    private final Activation activation;
    private final boolean accumulate;
    private final int batch;
    private final int channels;

    Backward(
        Loops loops,
        Tensor dIn,
        Tensor dBias,
        Tensor dOut,
        Tensor in,
        Tensor bias,
        Tensor out,
        Activation activation,
        Write dBiasWrite) {
      super("biasActivationBackward", dIn);
      elementwise = loops.elementwise();
      activations = loops.activation();
      this.dIn = floats(dIn);
      this.dBias = floats(dBias);
      this.dOut = floats(dOut);
      this.in = floats(in);
      this.bias = floats(bias);
      this.out = floats(out);
      this.activation = activation;
      accumulate = dBiasWrite == Write.ACCUMULATE;
      batch = dIn.shape().axis(1);
      channels = dIn.shape().axis(2);
    }

    @Override
    public int units() {
      return (channels + COLUMNS - 1) / COLUMNS;
    }

    @Override
    public int workLength() {
      return activation == Activation.GELU ? 2 * PART : 0;
    }

    @Override
    public long cost() {
      return ActivationOps.cost(activation == Activation.GELU, dIn.length);
    }

    @Override
    public void run(int replica, int from, int to, Scratch scratch) {
      int first = from * COLUMNS;
      int n = Math.min(to * COLUMNS, channels) - first;
      int sum = dBias.at(replica) + first;
      if (!accumulate) {
        Arrays.fill(dBias.data, sum, sum + n, 0f);
      }
      for (int row = 0; row < batch; row += ROWS) {
        int rows = Math.min(ROWS, batch - row);
        // Whole rows are contiguous: together they are one part.
        int parts = n == channels ? 1 : rows;
        for (int part = 0; part < parts; part++) {
          int at = (row + part) * channels + first;
          backward(replica, at, n == channels ? rows * n : n, scratch.work);
        }
        int start = dIn.at(replica) + row * channels + first;
        elementwise.addRows(dBias.data, sum, dIn.data, start, rows, channels, n);
      }
    }

    private void backward(int replica, int at, int n, float[] work) {
      int i = dIn.at(replica) + at;
      int o = dOut.at(replica) + at;
      int io = out.at(replica) + at;
      switch (activation) {
        case IDENTITY -> {
          if (dOut.data != dIn.data || o != i) {
            System.arraycopy(dOut.data, o, dIn.data, i, n);
          }
        }
        case RELU -> activations.reluBackward(dIn.data, i, dOut.data, o, out.data, io, n);
        case LEAKY_RELU ->
            activations.leakyReluBackward(dIn.data, i, dOut.data, o, out.data, io, LEAKY_SLOPE, n);
        case TANH -> activations.tanhBackward(dIn.data, i, dOut.data, o, out.data, io, n);
        case GELU -> gelu(replica, at, n, work);
      }
    }

    /** Part by part, each within a row. */
    private void gelu(int replica, int at, int n, float[] work) {
      int i = dIn.at(replica);
      int o = dOut.at(replica);
      for (int from = at; from < at + n; ) {
        int column = from % channels;
        int length = Math.min(Math.min(PART, channels - column), at + n - from);
        int ib = bias.at(replica) + column;
        elementwise.add(work, 0, in.data, in.at(replica) + from, bias.data, ib, length);
        activations.distribution(work, PART, work, 0, length);
        activations.geluBackward(
            dIn.data, i + from, dOut.data, o + from, work, 0, work, PART, length);
        from += length;
      }
    }
  }
}
