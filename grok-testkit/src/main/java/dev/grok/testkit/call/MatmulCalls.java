package dev.grok.testkit.call;

import dev.grok.api.kernel.Lengths;
import dev.grok.api.kernel.Transpose;
import dev.grok.api.kernel.Write;
import java.util.List;

/** Calls of {@link dev.grok.api.kernel.MatmulKernels}. */
public final class MatmulCalls {
  private static final KernelSpec MATMUL =
      KernelSpec.of("matmul")
          .tolerance("c", Tolerances.sums(call -> call.length("K") + (call.updates("c") ? 1 : 0)))
          .flops(call -> 2 * call.elements("R M N K"))
          .typical(lengths(1, 5, 18, 7));

  static final List<KernelSpec> SPECS = List.of(MATMUL);

  private MatmulCalls() {}

  private static Lengths lengths(int r, int m, int n, int k) {
    return Lengths.replicas(r).with("M", m).with("N", n).with("K", k);
  }

  public static KernelCall matmul(int r, int m, int n, int k, Transpose transpose, Write write) {
    return MATMUL.call(lengths(r, m, n, k), transpose, write);
  }
}
