package dev.grok.testkit.call;

import java.util.List;

/** What is known of {@link dev.grok.api.kernel.EmbeddingKernels}. */
final class EmbeddingSpecs {
  private static final KernelSpec FORWARD =
      KernelSpec.of("embeddingForward")
          .tolerance("out", Tolerances.sums(call -> Math.max(call.length("T") - 1, 0)))
          .typical("B 9 T 2 V 5 C 18")
          .upTo("T", 33);

  private static final KernelSpec BACKWARD =
      KernelSpec.of("embeddingBackward")
          .tolerance("dTable", Tolerances.sums(call -> call.length("B") * call.length("T")))
          .typical("B 9 T 2 V 5 C 18")
          .upTo("T", 33);

  private static final KernelSpec PRODUCT =
      KernelSpec.of("embeddingProductForward")
          .tolerance("out", Tolerances.sums(call -> call.length("D")))
          .flops(call -> 2 * call.elements("R B D D D"))
          .typical("B 9 V 5 D 6")
          .upTo("D", 100);

  private static final KernelSpec PRODUCT_GRADIENT =
      KernelSpec.of("embeddingProductBackward")
          .tolerance("dTable", Tolerances.sums(call -> call.length("D") + 2 * call.length("B")))
          .flops(call -> 4 * call.elements("R B D D D"))
          .typical("B 9 V 5 D 6")
          .upTo("D", 100);

  private static final KernelSpec GATHER = KernelSpec.of("gatherInts").typical("B 9 V 5 T 3");

  static final List<KernelSpec> SPECS =
      List.of(FORWARD, BACKWARD, PRODUCT, PRODUCT_GRADIENT, GATHER);

  private EmbeddingSpecs() {}
}
