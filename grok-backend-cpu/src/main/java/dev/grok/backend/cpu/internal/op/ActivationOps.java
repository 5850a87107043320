package dev.grok.backend.cpu.internal.op;

import dev.grok.api.Tensor;
import dev.grok.api.kernel.Activation;
import dev.grok.api.kernel.ActivationKernels;
import dev.grok.api.kernel.Write;
import dev.grok.backend.cpu.internal.loop.ActivationLoops;
import dev.grok.backend.cpu.internal.loop.ElementwiseLoops;
import dev.grok.backend.cpu.internal.loop.Lanes;
import dev.grok.backend.cpu.internal.memory.Floats;
import dev.grok.backend.cpu.internal.run.Op;

/** Bias and activation, forward and backward. */
interface ActivationOps extends KernelFamily, ActivationKernels {
  /** The cost of an element with a transcendental function. */
  int TRANSCENDENTAL_COST = 30;

  /** The cost of any other element. */
  int OTHER_COST = 4;

  /** As float. */
  float LEAKY_SLOPE = (float) Activation.LEAKY_SLOPE;

  /** Elements that stay in the nearest cache between the loops that add the bias and activate. */
  int FORWARD_PART = 2048;

  /** Elements that stay in the nearest cache from one loop of GELU's gradient to the next. */
  int GELU_PART = 1024;

  /** Rows whose sums are taken while they are in the first-level cache. */
  int SUMMED_ROWS = 32;

  @Override
  default void biasActivationForward(
      Tensor outTensor, Tensor inTensor, Tensor biasTensor, Activation activation) {
    ElementwiseLoops elementwise = loops().elementwise();
    ActivationLoops activations = loops().activation();
    Op call = call("biasActivationForward", outTensor);
    Floats out = call.floats(outTensor); // [R, B, C]
    Floats in = call.floats(inTensor); // [R?, B, C]
    Floats bias = call.floats(biasTensor); // [R?, C]
    int channels = outTensor.shape().axis(2);
    call.byParts(outTensor.shape().axis(1));
    if (activation == Activation.TANH || activation == Activation.GELU) {
      // The length of the bias repeated until a vector is not longer.
      int period = channels == 0 ? 0 : (Lanes.COUNT + channels - 1) / channels * channels;
      call.work(period + Lanes.COUNT);
      // One loop over all rows: it loads while it computes, and a vector may end in the next row.
      call.cost((long) TRANSCENDENTAL_COST * out.length);
      call.submit(
          (replica, from, to, scratch) -> {
            if (channels == 0) {
              return;
            }
            float[] repeated = scratch.work;
            System.arraycopy(bias.data, bias.at(replica), repeated, 0, channels);
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
          });
      return;
    }
    // Some rows at a time, so that they are still in the nearest cache when they are activated.
    int rows = Math.max(1, FORWARD_PART / Math.max(1, channels));
    call.cost((long) OTHER_COST * out.length);
    call.submit(
        (replica, from, to, scratch) -> {
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
        });
  }

  /** The gradient behind an activation. */
  @FunctionalInterface
  interface Slope {
    /** Computes {@code n} elements of a replica from {@code at} on. */
    void run(int replica, int at, int n, float[] work);
  }

  /** Goes row by row over a range of columns. */
  @Override
  default void biasActivationBackward(
      Tensor dInTensor,
      Tensor dBiasTensor,
      Tensor dOutTensor,
      Tensor inTensor,
      Tensor biasTensor,
      Tensor outTensor,
      Activation activation,
      Write dBiasWrite) {
    ElementwiseLoops elementwise = loops().elementwise();
    Op call = call("biasActivationBackward", dInTensor);
    Floats dIn = call.floats(dInTensor); // [R, B, C]
    Floats dBias = call.floats(dBiasTensor); // [R, C]
    Floats dOut = call.floats(dOutTensor); // [R?, B, C]
    Floats out = call.floats(outTensor); // [R?, B, C]
    int batch = dInTensor.shape().axis(1);
    int channels = dInTensor.shape().axis(2);
    boolean isGelu = activation == Activation.GELU;
    Slope gelu = gelu(dIn, dOut, call.floats(inTensor), call.floats(biasTensor), channels);
    Slope slope = slope(activation, dIn, dOut, out, gelu);
    call.byColumns(channels);
    call.work(isGelu ? 2 * GELU_PART : 0);
    call.cost((long) (isGelu ? TRANSCENDENTAL_COST : OTHER_COST) * dIn.length);
    call.submit(
        (replica, from, to, scratch) -> {
          int n = to - from;
          int sum = dBias.at(replica) + from;
          Op.begin(dBiasWrite, dBias, sum, n);
          for (int row = 0; row < batch; row += SUMMED_ROWS) {
            int rows = Math.min(SUMMED_ROWS, batch - row);
            // Whole rows are contiguous: together they are one part.
            int parts = n == channels ? 1 : rows;
            for (int part = 0; part < parts; part++) {
              int at = (row + part) * channels + from;
              slope.run(replica, at, n == channels ? rows * n : n, scratch.work);
            }
            int start = dIn.at(replica) + row * channels + from;
            elementwise.addRows(dBias.data, sum, dIn.data, start, rows, channels, n);
          }
        });
  }

  /** Of all but GELU, the gradient follows from the output. */
  private Slope slope(Activation activation, Floats dIn, Floats dOut, Floats out, Slope gelu) {
    ActivationLoops loops = loops().activation();
    return (replica, at, n, work) -> {
      int i = dIn.at(replica) + at;
      int o = dOut.at(replica) + at;
      int io = out.at(replica) + at;
      switch (activation) {
        case IDENTITY -> {
          if (dOut.data != dIn.data || o != i) {
            System.arraycopy(dOut.data, o, dIn.data, i, n);
          }
        }
        case RELU -> loops.reluBackward(dIn.data, i, dOut.data, o, out.data, io, n);
        case LEAKY_RELU ->
            loops.leakyReluBackward(dIn.data, i, dOut.data, o, out.data, io, LEAKY_SLOPE, n);
        case TANH -> loops.tanhBackward(dIn.data, i, dOut.data, o, out.data, io, n);
        case GELU -> gelu.run(replica, at, n, work);
      }
    };
  }

  /** GELU's gradient follows from its input: part by part, each within a row. */
  private Slope gelu(Floats dIn, Floats dOut, Floats in, Floats bias, int channels) {
    ElementwiseLoops elementwise = loops().elementwise();
    ActivationLoops loops = loops().activation();
    return (replica, at, n, work) -> {
      int i = dIn.at(replica);
      int o = dOut.at(replica);
      for (int from = at; from < at + n; ) {
        int column = from % channels;
        int length = Math.min(Math.min(GELU_PART, channels - column), at + n - from);
        int ib = bias.at(replica) + column;
        elementwise.add(work, 0, in.data, in.at(replica) + from, bias.data, ib, length);
        loops.distribution(work, GELU_PART, work, 0, length);
        loops.geluBackward(
            dIn.data, i + from, dOut.data, o + from, work, 0, work, GELU_PART, length);
        from += length;
      }
    };
  }
}
