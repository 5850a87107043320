package dev.grok.backend.cuda.internal.op;

import dev.grok.api.Tensor;
import dev.grok.api.kernel.NormalizationKernels;
import dev.grok.api.kernel.Write;
import dev.grok.backend.cuda.internal.device.KernelStep;

/** {@code normalization.cu}. */
interface NormalizationLaunches extends NormalizationKernels, StepSink {
  @Override
  default void layerNormForward(
      Tensor out,
      Tensor mean,
      Tensor inverseDeviation,
      Tensor in,
      Tensor weight,
      Tensor bias,
      double epsilon) {
    KernelStep step = kernel("layerNormForward").out(out, mean, inverseDeviation);
    ofRows(step.in(in, weight, bias).arg((float) epsilon), out);
  }

  @Override
  default void layerNormBackward(
      Tensor dIn,
      Tensor dWeight,
      Tensor dBias,
      Tensor dOut,
      Tensor in,
      Tensor mean,
      Tensor inverseDeviation,
      Tensor weight,
      Write dInWrite,
      Write parametersWrite) {
    ChunkedSums sums = sums(dIn);
    KernelStep parameters = sums.to(kernel("layerNormParameters"), dWeight, dBias);
    parameters.in(dOut, in, mean, inverseDeviation);
    sums.ofChannels(this, parameters, parametersWrite, dWeight, dBias);
    KernelStep input = kernel("layerNormInput").out(dIn);
    input.in(dOut, in, mean, inverseDeviation, weight).arg(dInWrite == Write.ACCUMULATE);
    ofRows(input, dIn);
  }

  @Override
  default void rmsNormForward(
      Tensor out, Tensor inverseRoot, Tensor in, Tensor weight, double epsilon) {
    KernelStep step = kernel("rmsNormForward").out(out, inverseRoot);
    ofRows(step.in(in, weight).arg((float) epsilon), out);
  }

  @Override
  default void rmsNormBackward(
      Tensor dIn,
      Tensor dWeight,
      Tensor dOut,
      Tensor in,
      Tensor inverseRoot,
      Tensor weight,
      Write dInWrite,
      Write dWeightWrite) {
    ChunkedSums sums = sums(dIn);
    KernelStep parameters = sums.to(kernel("rmsNormWeight"), dWeight).in(dOut, in, inverseRoot);
    sums.ofChannels(this, parameters, dWeightWrite, dWeight);
    KernelStep input = kernel("rmsNormInput").out(dIn).in(dOut, in, inverseRoot, weight);
    ofRows(input.arg(dInWrite == Write.ACCUMULATE), dIn);
  }

  private static KernelStep kernel(String function) {
    return new KernelStep("normalization", function);
  }

  private static ChunkedSums sums(Tensor rows) {
    return new ChunkedSums(rows.shape().axis(1), rows.shape().axis(2), rows.replicas());
  }

  /** A warp for every row of an output [R, B, C]. */
  private void ofRows(KernelStep step, Tensor out) {
    int batch = out.shape().axis(1);
    accept(step.args(batch, out.shape().axis(2)).warpPerRow(batch, out.replicas()));
  }
}
