package dev.grok.api.kernel;

import dev.grok.api.Tensor;
import dev.grok.api.kernel.Operand.Divides;
import dev.grok.api.kernel.Operand.Reads;
import dev.grok.api.kernel.Operand.Writes;

/**
 * Self-attention of H heads (Vaswani et al., 2017) on packed projections, as PyTorch's {@code
 * in_proj} gives them: a token's row holds its query, its key and its value, C channels each, and
 * head h has the channels h C/H to (h + 1) C/H of each. Neither kernel needs room for T x T scores.
 */
public interface AttentionKernels {
  /**
   * {@code out[i] = Σ_j softmax_j(S[i, j]) value[j]} with scores {@code S[i, j] = query[i] · key[j]
   * / √(C/H)}, j over the tokens that the mask lets i attend to.
   *
   * <p>Accurate to (2 T + 16 + 2 (C/H + 6) max_j |query[i]| · |key[j]| / √(C/H)) ε relative to
   * {@code Σ_j softmax_j |value[j]|}. The order of summation depends on the shape alone.
   *
   * @param out the heads side by side
   * @param logSumExp log Σ_j exp S[i, j]; H ≥ 1 divides C
   */
  @Divides(divisor = "logSumExp.H", dividend = "out.C")
  void attentionForward(
      @Writes("R B T C") Tensor out,
      @Writes("R B H T") Tensor logSumExp,
      @Reads("R? B T 3C") Tensor qkv,
      Mask mask);

  /**
   * The gradient of {@link #attentionForward}: with {@code P[i, j] = exp(S[i, j] - logSumExp[i])},
   * 0 where masked, {@code dP[i, j] = dOut[i] · value[j]} and {@code dS[i, j] = P[i, j] (dP[i, j] -
   * dOut[i] · out[i])}, per head,
   *
   * <pre>
   * dQuery[i] = Σ_j dS[i, j] key[j] / √(C/H)
   * dKey[j]   = Σ_i dS[i, j] query[i] / √(C/H)
   * dValue[j] = Σ_i P[i, j] dOut[i]
   *
   * </pre>
   *
   * @param dQkv dQuery, dKey, dValue, packed as qkv
   * @param workspace dOut[i] · out[i]
   * @param out of the forward pass
   * @param logSumExp of the forward pass
   */
  @Divides(divisor = "logSumExp.H", dividend = "out.C")
  void attentionBackward(
      @Writes("R B T 3C") Tensor dQkv,
      @Writes("R B H T") Tensor workspace,
      @Reads("R? B T C") Tensor dOut,
      @Reads("R? B T C") Tensor out,
      @Reads("R? B H T") Tensor logSumExp,
      @Reads("R? B T 3C") Tensor qkv,
      Mask mask);
}
