package dev.grok.api.kernel;

import dev.grok.api.Tensor;

/** Matrix products, one per replica. */
public interface MatmulKernels {
  /**
   * Multiplies two matrices: {@code c = op(a) op(b)}, or {@code c += op(a) op(b)}.
   *
   * <pre>
   * c  [R, M, N]    overwritten or accumulated
   * a  [R?, M, K]   read; [R?, K, M] if transposed
   * b  [R?, K, N]   read; [R?, N, K] if transposed
   * </pre>
   *
   * <p>K = 0 gives zeros. Each element is summed over k in ascending order with one rounding a step
   * (fused multiply-add); its error is at most K ε Σ|a||b|.
   */
  void matmul(Tensor c, Tensor a, Tensor b, Transpose transpose, Write write);
}
