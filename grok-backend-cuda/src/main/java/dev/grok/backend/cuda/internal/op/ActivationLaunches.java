package dev.grok.backend.cuda.internal.op;

import static dev.grok.backend.cuda.internal.device.KernelStep.perReplica;

import dev.grok.api.Tensor;
import dev.grok.api.kernel.Activation;
import dev.grok.api.kernel.ActivationKernels;
import dev.grok.api.kernel.Write;

/** {@code activation.cu}. */
interface ActivationLaunches extends ActivationKernels, Launches {
  @Override
  default void biasActivationForward(Tensor out, Tensor in, Tensor bias, Activation activation) {
    if (perReplica(out) > 0 && out.replicas() > 0) {
      accept(BiasActivationStep.of(out, in, bias, activation.ordinal()));
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
    int replicas = dIn.replicas();
    int batch = dIn.shape().axis(1);
    int channels = dIn.shape().axis(2);
    if (replicas == 0 || channels == 0) {
      return;
    }
    ChunkedSums sums = new ChunkedSums("activation", batch, channels, replicas, dBiasWrite);
    accept(
        sums.output(sums.launch("biasActivationBackward").out(dIn), dBias, 0)
            .in(dOut)
            .in(in)
            .in(bias)
            .in(out)
            .arg(activation.ordinal())
            .arg(sums.accumulates())
            .arg(batch)
            .arg(channels)
            .arg(replicas));
    sums.finish(this, dBias);
  }
}
