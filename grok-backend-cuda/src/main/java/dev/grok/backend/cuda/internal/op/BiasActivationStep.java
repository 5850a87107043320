package dev.grok.backend.cuda.internal.op;

import static dev.grok.backend.cuda.internal.device.KernelStep.perReplica;

import dev.grok.api.Tensor;
import dev.grok.backend.cuda.internal.device.KernelStep;
import dev.grok.backend.cuda.internal.kernels.KernelConstants;

/**
 * {@code out = f(in + bias)}, not empty.
 *
 * @param activation the number by which the kernels know it
 */
record BiasActivationStep(Tensor out, Tensor in, Tensor bias, int activation, KernelStep launch)
    implements SingleLaunch {
  static BiasActivationStep of(Tensor out, Tensor in, Tensor bias, int activation) {
    int n = perReplica(out);
    KernelStep launch =
        new KernelStep("activation", "biasActivationForward")
            .elements(n, KernelConstants.ACTIVATION_ELEMENTS, out.replicas())
            .out(out)
            .in(in)
            .in(bias)
            .arg(activation)
            .arg(out.shape().axis(2))
            .arg(n)
            .arg(out.replicas());
    return new BiasActivationStep(out, in, bias, activation, launch);
  }
}
