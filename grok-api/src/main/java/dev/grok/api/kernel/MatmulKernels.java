package dev.grok.api.kernel;

import dev.grok.api.Tensor;
import dev.grok.api.kernel.Operand.CheckedFrom;
import dev.grok.api.kernel.Operand.Of;
import dev.grok.api.kernel.Operand.Reads;
import dev.grok.api.kernel.Operand.Writes;

/** Matrix products, one per replica. */
public interface MatmulKernels {
  /**
   * Multiplies two matrices: {@code c = op(a) op(b)}, or {@code c += op(a) op(b)}.
   *
   * <p>K = 0 gives zeros. Each element is summed over k in ascending order with one rounding a step
   * (fused multiply-add); its error is at most K ε Σ|a||b|.
   *
   * @param transpose which factors lie in memory with their last two axes swapped
   */
  @CheckedFrom({"a", "b", "c"})
  void matmul(
      @Writes("R M N") Tensor c,
      @Reads("R? M K") Tensor a,
      @Reads("R? K N") Tensor b,
      @Of({"a", "b"}) Transpose transpose,
      @Of("c") Write write);
}
