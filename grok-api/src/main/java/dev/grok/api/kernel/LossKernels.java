package dev.grok.api.kernel;

import dev.grok.api.Tensor;
import dev.grok.api.kernel.Operand.Ints;
import dev.grok.api.kernel.Operand.Reads;
import dev.grok.api.kernel.Operand.Writes;

/** Losses and their gradients. Over an empty batch a loss is 0. */
public interface LossKernels {
  /** Mean squared error: {@code loss = Σ (predictions - targets)² / (B D)}. */
  void meanSquaredErrorForward(
      @Writes("R") Tensor loss,
      @Reads("R? B D") Tensor predictions,
      @Reads("R? B D") Tensor targets);

  /** Its gradient: {@code dPredictions = dLoss 2 (predictions - targets) / (B D)}. */
  void meanSquaredErrorBackward(
      @Writes("R B D") Tensor dPredictions,
      @Reads("R?") Tensor dLoss,
      @Reads("R? B D") Tensor predictions,
      @Reads("R? B D") Tensor targets);

  /**
   * Softmax cross-entropy: {@code loss = Σ_b (log Σ_v exp logits[b, v] - logits[b, labels[b]]) /
   * B}, with the maximum subtracted first.
   */
  void softmaxCrossEntropyForward(
      @Writes("R") Tensor loss,
      @Reads("R? B V") Tensor logits,
      @Reads("R? B") @Ints(below = "V") Tensor labels);

  /** Its gradient: {@code dLogits = dLoss (softmax(logits) - onehot(labels)) / B}. */
  void softmaxCrossEntropyBackward(
      @Writes("R B V") Tensor dLogits,
      @Reads("R?") Tensor dLoss,
      @Reads("R? B V") Tensor logits,
      @Reads("R? B") @Ints(below = "V") Tensor labels);
}
