package dev.grok.testkit.call;

import dev.grok.api.kernel.Lengths;
import java.util.List;

/** Calls of {@link dev.grok.api.kernel.LossKernels}. */
public final class LossCalls {
  private static final KernelSpec SQUARED_ERROR =
      KernelSpec.of("meanSquaredErrorForward")
          .tolerance("loss", Tolerances.relative(call -> call.length("B") * call.length("D") + 4))
          .flops(call -> 2 * call.elements("R B D"))
          .typical(rows(1, 6, "D", 19));

  private static final KernelSpec SQUARED_ERROR_GRADIENT =
      KernelSpec.of("meanSquaredErrorBackward")
          .tolerance("dPredictions", Tolerances.relative(call -> 4))
          .flops(call -> 2 * call.elements("R B D"))
          .typical(rows(1, 6, "D", 19));

  private static final KernelSpec CROSS_ENTROPY =
      KernelSpec.of("softmaxCrossEntropyForward")
          .contents("logits", (random, call, axes) -> random.uniform(-5, 5, axes))
          .tolerance("loss", Tolerances.CROSS_ENTROPY)
          .flops(call -> Polynomials.EXP_FLOPS * call.elements("R B V"))
          .typical(rows(1, 6, "V", 19));

  private static final KernelSpec CROSS_ENTROPY_GRADIENT =
      KernelSpec.of("softmaxCrossEntropyBackward")
          .contents("logits", (random, call, axes) -> random.uniform(-5, 5, axes))
          .tolerance("dLogits", Tolerances.CROSS_ENTROPY_GRADIENT)
          .flops(call -> (Polynomials.EXP_FLOPS + 2) * call.elements("R B V"))
          .divisions(call -> call.elements("R B V"))
          .typical(rows(1, 6, "V", 19));

  static final List<KernelSpec> SPECS =
      List.of(SQUARED_ERROR, SQUARED_ERROR_GRADIENT, CROSS_ENTROPY, CROSS_ENTROPY_GRADIENT);

  private LossCalls() {}

  private static Lengths rows(int r, int b, String letter, int length) {
    return Lengths.replicas(r).with("B", b).with(letter, length);
  }

  public static KernelCall squaredError(int r, int b, int d) {
    return SQUARED_ERROR.call(rows(r, b, "D", d));
  }

  public static KernelCall squaredErrorGradient(int r, int b, int d) {
    return SQUARED_ERROR_GRADIENT.call(rows(r, b, "D", d));
  }

  public static KernelCall crossEntropy(int r, int b, int v) {
    return CROSS_ENTROPY.call(rows(r, b, "V", v));
  }

  public static KernelCall crossEntropyGradient(int r, int b, int v) {
    return CROSS_ENTROPY_GRADIENT.call(rows(r, b, "V", v));
  }
}
