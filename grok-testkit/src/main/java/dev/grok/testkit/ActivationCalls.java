package dev.grok.testkit;

import dev.grok.api.kernel.Activation;
import dev.grok.api.kernel.Write;

/** Calls of {@link dev.grok.api.kernel.ActivationKernels}. */
final class ActivationCalls {
  private ActivationCalls() {}

  static KernelCall forward(int r, int b, int c, Activation activation) {
    Draw draw = new Draw(b + 31L * c);
    return KernelCall.of("biasActivationForward")
        .overwritten("out", Tolerances.activation(activation), r, b, c)
        .read("in", draw.uniform(-4, 4, r, b, c))
        .read("bias", draw.floats(r, c))
        .calls(
            "" + activation,
            (kernels, t) -> kernels.biasActivationForward(t[0], t[1], t[2], activation));
  }

  static KernelCall backward(int r, int b, int c, Activation activation, Write write) {
    Draw draw = new Draw(b + 31L * c);
    KernelCall call =
        KernelCall.of("biasActivationBackward")
            .overwritten("dIn", Tolerances.activationGradient(activation), r, b, c);
    call =
        write == Write.OVERWRITE
            ? call.overwritten("dBias", Tolerances.biasGradient(b), r, c)
            : call.updated("dBias", Tolerances.biasGradient(b), draw.floats(r, c));
    return call.read("dOut", draw.floats(r, b, c))
        .read("out", draw.floats(r, b, c))
        .calls(
            activation + " " + write,
            (kernels, t) ->
                kernels.biasActivationBackward(t[0], t[1], t[2], t[3], activation, write));
  }
}
