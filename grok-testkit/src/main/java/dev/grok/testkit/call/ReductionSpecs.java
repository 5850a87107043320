package dev.grok.testkit.call;

import java.util.List;

/** What is known of {@link dev.grok.api.kernel.ReductionKernels}. */
final class ReductionSpecs {
  private static final KernelSpec SUM = KernelSpec.of("sum").tolerance("out", Tolerances.LANES);

  private static final KernelSpec DOT =
      KernelSpec.of("dot")
          .tolerance("out", Tolerances.LANES)
          .flops(call -> 2 * call.elements("R ..."));

  static final List<KernelSpec> SPECS = List.of(SUM, DOT);

  private ReductionSpecs() {}
}
