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
    int batch = out.shape().axis(1);
    accept(
        new KernelStep("normalization", "layerNormForward")
            .out(out, mean, inverseDeviation)
            .in(in, weight, bias)
            .arg((float) epsilon)
            .args(batch, out.shape().axis(2))
            .warpPerRow(batch, out.replicas()));
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
    int replicas = dIn.replicas();
    int batch = dIn.shape().axis(1);
    int channels = dIn.shape().axis(2);
    ChunkedSums sums = new ChunkedSums(batch, channels, replicas);
    accept(
        sums.byChannels(
            sums.to(new KernelStep("normalization", "layerNormParameters"), dWeight, dBias)
                .in(dOut, in, mean, inverseDeviation)
                .arg(sums.accumulate(parametersWrite))
                .args(batch, channels)));
    sums.addChunks(this, parametersWrite, dWeight, dBias);
    accept(
        new KernelStep("normalization", "layerNormInput")
            .out(dIn)
            .in(dOut, in, mean, inverseDeviation, weight)
            .arg(dInWrite == Write.ACCUMULATE)
            .args(batch, channels)
            .warpPerRow(batch, replicas));
  }

  @Override
  default void rmsNormForward(
      Tensor out, Tensor inverseRoot, Tensor in, Tensor weight, double epsilon) {
    int batch = out.shape().axis(1);
    accept(
        new KernelStep("normalization", "rmsNormForward")
            .out(out, inverseRoot)
            .in(in, weight)
            .arg((float) epsilon)
            .args(batch, out.shape().axis(2))
            .warpPerRow(batch, out.replicas()));
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
    int replicas = dIn.replicas();
    int batch = dIn.shape().axis(1);
    int channels = dIn.shape().axis(2);
    ChunkedSums sums = new ChunkedSums(batch, channels, replicas);
    accept(
        sums.byChannels(
            sums.to(new KernelStep("normalization", "rmsNormWeight"), dWeight)
                .in(dOut, in, inverseRoot)
                .arg(sums.accumulate(dWeightWrite))
                .args(batch, channels)));
    sums.addChunks(this, dWeightWrite, dWeight);
    accept(
        new KernelStep("normalization", "rmsNormInput")
            .out(dIn)
            .in(dOut, in, inverseRoot, weight)
            .arg(dInWrite == Write.ACCUMULATE)
            .args(batch, channels)
            .warpPerRow(batch, replicas));
  }
}
