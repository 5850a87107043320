package dev.grok.api.kernel;

import dev.grok.api.Tensor;

/**
 * Shares of samples predicted correctly: the correctly rounded quotient correct / B; 0 for B = 0.
 */
public interface AccuracyKernels {
  /**
   * A sample is correct if the target nearest to its prediction (squared Euclidean distance, the
   * lowest index among equals; NaN is never nearest) is that of its label.
   *
   * <pre>
   * accuracy     [R]         overwritten
   * predictions  [R?, B, D]  read
   * targets      [R?, V, D]  read
   * labels       [R?, B]     read, int
   * </pre>
   */
  void nearestTargetAccuracy(Tensor accuracy, Tensor predictions, Tensor targets, Tensor labels);

  /**
   * A sample is correct if its largest logit (the lowest index among equals; NaN is never largest)
   * is that of its label.
   *
   * <pre>
   * accuracy  [R]         overwritten
   * logits    [R?, B, V]  read
   * labels    [R?, B]     read, int
   * </pre>
   */
  void argMaxAccuracy(Tensor accuracy, Tensor logits, Tensor labels);
}
