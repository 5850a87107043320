package dev.grok.testkit.call;

import dev.grok.api.kernel.Lengths;
import java.util.List;

/** Calls of {@link dev.grok.api.kernel.ReductionKernels}. */
public final class ReductionCalls {
  private static final KernelSpec SUM =
      KernelSpec.of("sum")
          .tolerance("out", Tolerances.LANES)
          .typical(Lengths.replicas(1).rest(5, 7));

  private static final KernelSpec DOT =
      KernelSpec.of("dot")
          .tolerance("out", Tolerances.LANES)
          .flops(call -> 2 * call.elements("R ..."))
          .typical(Lengths.replicas(1).rest(5, 7));

  static final List<KernelSpec> SPECS = List.of(SUM, DOT);

  private ReductionCalls() {}

  public static KernelCall sum(int r, int... rest) {
    return SUM.call(Lengths.replicas(r).rest(rest));
  }

  public static KernelCall dot(int r, int... rest) {
    return DOT.call(Lengths.replicas(r).rest(rest));
  }
}
