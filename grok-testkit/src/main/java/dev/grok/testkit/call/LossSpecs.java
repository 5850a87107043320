package dev.grok.testkit.call;

import java.util.List;

/** What is known of {@link dev.grok.api.kernel.LossKernels}. */
final class LossSpecs {
  private static final KernelSpec SQUARED_ERROR =
      KernelSpec.of("meanSquaredErrorForward")
          .tolerance("loss", Tolerances.relative(call -> call.length("B") * call.length("D") + 4))
          .flops(call -> 2 * call.elements("R B D"))
          .typical("B 6 D 19");

  private static final KernelSpec SQUARED_ERROR_GRADIENT =
      KernelSpec.of("meanSquaredErrorBackward")
          .tolerance("dPredictions", Tolerances.relative(call -> 4))
          .flops(call -> 2 * call.elements("R B D"))
          .typical("B 6 D 19");

  private static final KernelSpec CROSS_ENTROPY =
      KernelSpec.of("softmaxCrossEntropyForward")
          .contents("logits", (random, call, axes) -> random.uniform(-5, 5, axes))
          .tolerance("loss", Tolerances.CROSS_ENTROPY)
          .flops(call -> Polynomials.EXP_FLOPS * call.elements("R B V"))
          .typical("B 6 V 19");

  private static final KernelSpec CROSS_ENTROPY_GRADIENT =
      KernelSpec.of("softmaxCrossEntropyBackward")
          .contents("logits", (random, call, axes) -> random.uniform(-5, 5, axes))
          .tolerance("dLogits", Tolerances.CROSS_ENTROPY_GRADIENT)
          .flops(call -> (Polynomials.EXP_FLOPS + 2) * call.elements("R B V"))
          .divisions(call -> call.elements("R B V"))
          .typical("B 6 V 19");

  static final List<KernelSpec> SPECS =
      List.of(SQUARED_ERROR, SQUARED_ERROR_GRADIENT, CROSS_ENTROPY, CROSS_ENTROPY_GRADIENT);

  private LossSpecs() {}
}
