package dev.grok.api.kernel;

import dev.grok.api.Tensor;
import dev.grok.api.kernel.Operand.Ints;
import dev.grok.api.kernel.Operand.Reads;
import dev.grok.api.kernel.Operand.Writes;

/**
 * Shares of samples predicted correctly: the correctly rounded quotient correct / B; 0 for B = 0.
 */
public interface AccuracyKernels {
  /**
   * A sample is correct if the target nearest to its prediction (squared Euclidean distance, the
   * lowest index among equals; NaN is never nearest) is that of its label.
   */
  void nearestTargetAccuracy(
      @Writes("R") Tensor accuracy,
      @Reads("R? B D") Tensor predictions,
      @Reads("R? V D") Tensor targets,
      @Reads("R? B") @Ints Tensor labels);

  /**
   * A sample is correct if its largest logit (the lowest index among equals; NaN is never largest)
   * is that of its label.
   */
  void argMaxAccuracy(
      @Writes("R") Tensor accuracy,
      @Reads("R? B V") Tensor logits,
      @Reads("R? B") @Ints Tensor labels);
}
