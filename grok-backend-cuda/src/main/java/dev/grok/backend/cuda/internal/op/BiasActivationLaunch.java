package dev.grok.backend.cuda.internal.op;

import dev.grok.api.Tensor;
import dev.grok.api.kernel.Activation;
import dev.grok.backend.cuda.internal.device.KernelStep;
import dev.grok.backend.cuda.internal.kernels.KernelConstants;

/** {@code out = f(in + bias)}. */
record BiasActivationLaunch(
    Tensor out, Tensor in, Tensor bias, Activation activation, KernelStep launch)
    implements MergingStep {
  static BiasActivationLaunch of(Tensor out, Tensor in, Tensor bias, Activation activation) {
    KernelStep launch =
        new KernelStep("activation", "biasActivationForward")
            .out(out)
            .in(in, bias)
            .args(activation.ordinal(), out.shape().axis(2))
            .elementsOf(out, KernelConstants.ACTIVATION_ELEMENTS);
    return new BiasActivationLaunch(out, in, bias, activation, launch);
  }
}
