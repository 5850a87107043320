package dev.grok.backend.cuda.internal.op;

import dev.grok.api.Shape;
import dev.grok.api.Tensor;
import dev.grok.api.kernel.Activation;
import dev.grok.api.kernel.ActivationKernels;
import dev.grok.api.kernel.Write;
import dev.grok.backend.cuda.internal.device.KernelStep;

/** {@code activation.cu}. */
interface ActivationLaunches extends ActivationKernels, StepSink {
  @Override
  default void biasActivationForward(Tensor out, Tensor in, Tensor bias, Activation activation) {
    accept(BiasActivationLaunch.of(out, in, bias, activation));
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
    Shape shape = dIn.shape();
    ChunkedSums sums = new ChunkedSums(shape.axis(1), shape.axis(2), dIn.replicas());
    KernelStep step =
        sums.to(new KernelStep("activation", "biasActivationBackward").out(dIn), dBias)
            .in(dOut, in, bias, out)
            .args(activation.ordinal());
    sums.ofChannels(this, step, dBiasWrite, dBias);
  }
}
