package dev.grok.backend.reference;

import dev.grok.api.Tensor;
import dev.grok.api.kernel.Activation;
import dev.grok.api.kernel.ActivationKernels;
import dev.grok.api.kernel.Write;

/** Bias and activation by their formulas. */
interface ActivationLoops extends ActivationKernels {
  @Override
  default void biasActivationForward(Tensor out, Tensor in, Tensor bias, Activation activation) {
    int batch = out.shape().axis(1);
    int channels = out.shape().axis(2);
    Floats outs = Floats.of(out); // [R, B, C]
    Floats ins = Floats.of(in); // [R?, B, C]
    Floats biases = Floats.of(bias); // [R?, C]
    for (int r = 0; r < out.replicas(); r++) {
      for (int b = 0; b < batch; b++) {
        for (int c = 0; c < channels; c++) {
          int i = b * channels + c;
          double x = ins.get(r, i) + biases.get(r, c);
          double value =
              switch (activation) {
                case IDENTITY -> x;
                case RELU -> Math.max(x, 0);
                case LEAKY_RELU -> x > 0 ? x : Activation.LEAKY_SLOPE * x;
                case TANH -> Math.tanh(x);
                case GELU -> x * Normal.distribution(x);
              };
          outs.set(r, i, value);
        }
      }
    }
  }

  @Override
  default void biasActivationBackward(
      Tensor dIn,
      Tensor dBias,
      Tensor dOut,
      Tensor in,
      Tensor bias,
      Tensor out,
      Activation activation,
      Write dBiasWrite) {
    int batch = dIn.shape().axis(1);
    int channels = dIn.shape().axis(2);
    Floats dIns = Floats.of(dIn); // [R, B, C]
    Floats dBiases = Floats.of(dBias); // [R, C]
    Floats dOuts = Floats.of(dOut); // [R?, B, C]
    Floats ins = Floats.of(in); // [R?, B, C]
    Floats biases = Floats.of(bias); // [R?, C]
    Floats outs = Floats.of(out); // [R?, B, C]
    for (int r = 0; r < dIn.replicas(); r++) {
      for (int c = 0; c < channels; c++) {
        double sum = 0;
        for (int b = 0; b < batch; b++) {
          int i = b * channels + c;
          double f = outs.get(r, i);
          double x = ins.get(r, i) + biases.get(r, c);
          double slope =
              switch (activation) {
                case IDENTITY -> 1;
                case RELU -> f > 0 ? 1 : 0;
                case LEAKY_RELU -> f > 0 ? 1 : Activation.LEAKY_SLOPE;
                case TANH -> 1 - f * f;
                case GELU -> Normal.distribution(x) + x * Normal.density(x);
              };
          double gradient = dOuts.get(r, i) * slope;
          dIns.set(r, i, gradient);
          sum += gradient;
        }
        dBiases.set(r, c, dBiasWrite == Write.ACCUMULATE ? dBiases.get(r, c) + sum : sum);
      }
    }
  }
}
