package dev.grok.testkit.call;

import java.util.List;

/** What is known of {@link dev.grok.api.kernel.MatmulKernels}. */
final class MatmulSpecs {
  private static final KernelSpec MATMUL =
      KernelSpec.of("matmul")
          .tolerance("c", Tolerances.sums(call -> call.length("K") + (call.updates("c") ? 1 : 0)))
          .flops(call -> 2 * call.elements("R M N K"));

  static final List<KernelSpec> SPECS = List.of(MATMUL);

  private MatmulSpecs() {}
}
