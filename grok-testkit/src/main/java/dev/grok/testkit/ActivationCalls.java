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
    call = call.read("dOut", draw.floats(r, b, c));
    Values in = draw.uniform(-4, 4, r, b, c);
    Values bias = draw.floats(r, c);
    Values out = draw.floats(r, b, c);
    // What an activation must not read is NaN.
    return call.read("in", activation.savesInput() ? in : in.map(x -> Double.NaN))
        .read("bias", activation.savesInput() ? bias : bias.map(x -> Double.NaN))
        .read("out", activation.savesInput() ? out.map(x -> Double.NaN) : out)
        .calls(
            activation + " " + write,
            (kernels, t) ->
                kernels.biasActivationBackward(
                    t[0], t[1], t[2], t[3], t[4], t[5], activation, write));
  }
}
