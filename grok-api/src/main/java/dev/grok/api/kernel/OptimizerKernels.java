package dev.grok.api.kernel;

import dev.grok.api.Tensor;

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
   * <pre>
   * parameter  [R, ...]  updated
   * m          [R, ...]  updated, first moment
   * v          [R, ...]  updated, second moment
   * gradient   [R, ...]  read
   * steps      [R?]      read, int: updates made before this one; see CounterKernels.increment
   * rates      [R?, 5]   read, see {@link AdamRates}
   * </pre>
   */
  void adam(
      Tensor parameter,
      Tensor m,
      Tensor v,
      Tensor gradient,
      Tensor steps,
      Tensor rates,
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
   * <pre>
   * parameter  [R, ...]  updated
   * buffer     [R, ...]  updated, zero before the first step
   * gradient   [R, ...]  read
   * rates      [R?, 3]   read, see {@link SgdRates}
   * </pre>
   */
  void sgd(Tensor parameter, Tensor buffer, Tensor gradient, Tensor rates, WeightDecay decay);
}
