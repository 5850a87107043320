package dev.grok.testkit.call;

import dev.grok.api.kernel.Activation;
import java.util.List;

/** What is known of {@link dev.grok.api.kernel.ActivationKernels}. */
final class ActivationSpecs {
  private static final KernelSpec FORWARD =
      KernelSpec.of("biasActivationForward")
          .contents("in", (random, call, axes) -> random.uniform(-4, 4, axes))
          .tolerance("out", Tolerances.ACTIVATION)
          .flops(
              call ->
                  call.elements("R B C")
                      * switch (call.attribute(Activation.class)) {
                        case TANH -> Polynomials.TANH_FLOPS;
                        case GELU -> Polynomials.GELU_FLOPS;
                        case LEAKY_RELU -> 2;
                        case IDENTITY, RELU -> 0;
                      })
          .divisions(
              call ->
                  switch (call.attribute(Activation.class)) {
                    case TANH, GELU -> call.elements("R B C");
                    case LEAKY_RELU, IDENTITY, RELU -> 0;
                  });

  /** What an activation must not read is NaN. */
  private static final KernelSpec BACKWARD =
      KernelSpec.of("biasActivationBackward")
          .contents("in", (random, call, axes) -> savedIf(true, call, random.uniform(-4, 4, axes)))
          .contents("bias", (random, call, axes) -> savedIf(true, call, random.floats(axes)))
          .contents("out", (random, call, axes) -> savedIf(false, call, random.floats(axes)))
          .tolerance("dIn", Tolerances.ACTIVATION_GRADIENT)
          .tolerance("dBias", Tolerances.BIAS_GRADIENT)
          .flops(
              call ->
                  call.elements("R B C")
                      * switch (call.attribute(Activation.class)) {
                        case TANH -> 4;
                        case GELU -> Polynomials.GELU_GRADIENT_FLOPS;
                        case LEAKY_RELU, IDENTITY, RELU -> 0;
                      })
          .divisions(
              call ->
                  call.attribute(Activation.class) == Activation.GELU ? call.elements("R B C") : 0);

  static final List<KernelSpec> SPECS = List.of(FORWARD, BACKWARD);

  private ActivationSpecs() {}

  private static Contents savedIf(boolean savesInput, CallShape call, Contents contents) {
    boolean read = call.attribute(Activation.class).savesInput() == savesInput;
    return read ? contents : contents.map(x -> Double.NaN);
  }
}
