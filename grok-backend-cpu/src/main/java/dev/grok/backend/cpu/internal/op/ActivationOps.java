package dev.grok.backend.cpu.internal.op;

import dev.grok.api.Tensor;
import dev.grok.api.kernel.Activation;
import dev.grok.api.kernel.Write;
import dev.grok.backend.cpu.internal.memory.Floats;
import dev.grok.backend.cpu.internal.primitive.LayerPrimitives;
import dev.grok.backend.cpu.internal.primitive.Primitives;
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

  /** Row by row; a unit is a row. */
  static final class Forward extends Op {
    private final Primitives primitives;
    private final Floats out; // [R, B, C]
    private final Floats in; // [R?, B, C]
    private final Floats bias; // [R?, C]
    private final Activation activation;
    private final int batch;
    private final int channels;

    Forward(Primitives primitives, Tensor out, Tensor in, Tensor bias, Activation activation) {
      super("biasActivationForward", out);
      this.primitives = primitives;
      this.out = writes(out);
      this.in = reads(in);
      this.bias = reads(bias);
      this.activation = activation;
      batch = out.shape().axis(1);
      channels = out.shape().axis(2);
    }

    @Override
    public int units() {
      return batch;
    }

    @Override
    public long cost() {
      boolean transcendental = activation == Activation.TANH || activation == Activation.GELU;
      return ActivationOps.cost(transcendental, out.length);
    }

    @Override
    public void run(int replica, int from, int to, Scratch scratch) {
      LayerPrimitives layers = primitives.layers();
      int ib = bias.at(replica);
      for (int row = from; row < to; row++) {
        int o = out.at(replica) + row * channels;
        int i = in.at(replica) + row * channels;
        switch (activation) {
          case IDENTITY -> primitives.add(out.data, o, in.data, i, bias.data, ib, channels);
          case RELU -> primitives.biasRelu(out.data, o, in.data, i, bias.data, ib, channels);
          case LEAKY_RELU ->
              layers.biasLeakyRelu(out.data, o, in.data, i, bias.data, ib, LEAKY_SLOPE, channels);
          case TANH -> primitives.biasTanh(out.data, o, in.data, i, bias.data, ib, channels);
          case GELU -> layers.biasGelu(out.data, o, in.data, i, bias.data, ib, channels);
        }
      }
    }
  }

  /** Row by row over a range of columns; a unit is a cache line of columns. */
  static final class Backward extends Op {
    private static final int COLUMNS = 16;

    /** Rows that are summed up while they are in the first-level cache. */
    private static final int ROWS = 32;

    private final Primitives primitives;
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
        Primitives primitives,
        Tensor dIn,
        Tensor dBias,
        Tensor dOut,
        Tensor in,
        Tensor bias,
        Tensor out,
        Activation activation,
        Write dBiasWrite) {
      super("biasActivationBackward", dIn);
      this.primitives = primitives;
      this.dIn = writes(dIn);
      this.dBias = writes(dBias);
      this.dOut = reads(dOut);
      this.in = reads(in);
      this.bias = reads(bias);
      this.out = reads(out);
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
    public int scratchA() {
      return activation == Activation.GELU ? channels : 0;
    }

    @Override
    public long cost() {
      return ActivationOps.cost(activation == Activation.GELU, dIn.length);
    }

    @Override
    public void run(int replica, int from, int to, Scratch scratch) {
      int first = from * COLUMNS;
      int n = Math.min(to * COLUMNS, channels) - first;
      LayerPrimitives layers = primitives.layers();
      int sum = dBias.at(replica) + first;
      int ib = bias.at(replica) + first;
      if (!accumulate) {
        Arrays.fill(dBias.data, sum, sum + n, 0f);
      }
      for (int row = 0; row < batch; row++) {
        int at = row * channels + first;
        int i = dIn.at(replica) + at;
        int o = dOut.at(replica) + at;
        int io = out.at(replica) + at;
        switch (activation) {
          case IDENTITY -> {
            if (dOut.data != dIn.data || o != i) {
              System.arraycopy(dOut.data, o, dIn.data, i, n);
            }
          }
          case RELU -> primitives.reluBackward(dIn.data, i, dOut.data, o, out.data, io, n);
          case LEAKY_RELU ->
              layers.leakyReluBackward(dIn.data, i, dOut.data, o, out.data, io, LEAKY_SLOPE, n);
          case TANH -> primitives.tanhBackward(dIn.data, i, dOut.data, o, out.data, io, n);
          case GELU -> gelu(replica, at, i, o, ib, n, scratch.a);
        }
        if (row % ROWS == ROWS - 1 || row == batch - 1) {
          int rows = row % ROWS + 1;
          int start = i - (rows - 1) * channels;
          primitives.addRows(dBias.data, sum, dIn.data, start, rows, channels, n);
        }
      }
    }

    private void gelu(int replica, int at, int i, int o, int ib, int n, float[] work) {
      LayerPrimitives layers = primitives.layers();
      int x = in.at(replica) + at;
      layers.biasDistribution(work, 0, in.data, x, bias.data, ib, n);
      layers.geluBackward(dIn.data, i, dOut.data, o, in.data, x, bias.data, ib, work, 0, n);
    }
  }
}
