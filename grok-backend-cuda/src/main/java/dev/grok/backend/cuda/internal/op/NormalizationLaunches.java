package dev.grok.backend.cuda.internal.op;

import dev.grok.api.Tensor;
import dev.grok.api.kernel.NormalizationKernels;
import dev.grok.api.kernel.Write;
import dev.grok.backend.cuda.internal.device.KernelStep;
import dev.grok.backend.cuda.internal.kernels.KernelConstants;

/** {@code normalization.cu}. */
interface NormalizationLaunches extends NormalizationKernels, Launches {
  @Override
  default void layerNormForward(
      Tensor out,
      Tensor mean,
      Tensor inverseDeviation,
      Tensor in,
      Tensor weight,
      Tensor bias,
      double epsilon) {
    int replicas = out.replicas();
    int batch = out.shape().axis(1);
    if (replicas > 0 && batch > 0) {
      accept(
          new KernelStep("normalization", "layerNormForward")
              .exactBlocks((batch + KernelConstants.WARPS - 1) / KernelConstants.WARPS, replicas)
              .out(out)
              .out(mean)
              .out(inverseDeviation)
              .in(in)
              .in(weight)
              .in(bias)
              .arg((float) epsilon)
              .arg(batch)
              .arg(out.shape().axis(2))
              .arg(replicas));
    }
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
    if (replicas == 0 || channels == 0) {
      return;
    }
    ChunkedSums sums = new ChunkedSums("normalization", batch, channels, replicas, parametersWrite);
    KernelStep parameters = sums.launch("layerNormParameters");
    sums.output(sums.output(parameters, dWeight, 0), dBias, 1);
    accept(
        parameters
            .in(dOut)
            .in(in)
            .in(mean)
            .in(inverseDeviation)
            .arg(sums.accumulates())
            .arg(batch)
            .arg(channels)
            .arg(replicas));
    sums.finish(this, dWeight, dBias);
    if (batch > 0) {
      accept(
          new KernelStep("normalization", "layerNormInput")
              .exactBlocks((batch + KernelConstants.WARPS - 1) / KernelConstants.WARPS, replicas)
              .out(dIn)
              .in(dOut)
              .in(in)
              .in(mean)
              .in(inverseDeviation)
              .in(weight)
              .arg(dInWrite == Write.ACCUMULATE)
              .arg(batch)
              .arg(channels)
              .arg(replicas));
    }
  }
}
