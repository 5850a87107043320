package dev.grok.api.kernel;

import dev.grok.api.Tensor;
import dev.grok.api.kernel.Operand.Ints;
import dev.grok.api.kernel.Operand.Reads;
import dev.grok.api.kernel.Operand.Updates;

/** Parameter updates, each replica at its own rates. */
public interface OptimizerKernels {
  /**
   * One step of Adam (Kingma and Ba, 2015) or AdamW, as PyTorch computes it. With t = steps + 1:
   *
   * <pre>
   * L2:        g ← g + w p
   * DECOUPLED: p ← p (1 - η w)
   * m ← m + (g - m)(1 - β₁)
   * v ← v β₂ + g² (1 - β₂)
   * p ← p - η / (1 - β₁ᵗ) · m / (√v / √(1 - β₂ᵗ) + ε)
   * </pre>
   *
   * @param m first moment
   * @param v second moment
   * @param steps updates made before this one; see CounterKernels.increment
   * @param rates see {@link AdamRates}
   */
  void adam(
      @Updates("R ...") Tensor parameter,
      @Updates("R ...") Tensor m,
      @Updates("R ...") Tensor v,
      @Reads("R ...") Tensor gradient,
      @Reads("R?") @Ints Tensor steps,
      @Reads("R? " + AdamRates.COLUMNS) Tensor rates,
      WeightDecay decay);

  /**
   * One step of stochastic gradient descent with momentum, as PyTorch computes it (dampening 0):
   *
   * <pre>
   * L2:        g ← g + w p
   * DECOUPLED: p ← p (1 - η w)
   * b ← μ b + g
   * p ← p - η b
   * </pre>
   *
   * @param buffer zero before the first step
   * @param rates see {@link SgdRates}
   */
  void sgd(
      @Updates("R ...") Tensor parameter,
      @Updates("R ...") Tensor buffer,
      @Reads("R ...") Tensor gradient,
      @Reads("R? " + SgdRates.COLUMNS) Tensor rates,
      WeightDecay decay);
}
