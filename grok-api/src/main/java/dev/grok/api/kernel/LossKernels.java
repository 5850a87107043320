package dev.grok.api.kernel;

import dev.grok.api.Tensor;

/** Losses and their gradients. Over an empty batch a loss is 0. */
public interface LossKernels {
  /**
   * Mean squared error: {@code loss = Σ (predictions - targets)² / (B D)}.
   *
   * <pre>
   * loss         [R]         overwritten
   * predictions  [R?, B, D]  read
   * targets      [R?, B, D]  read
   * </pre>
   */
  void meanSquaredErrorForward(Tensor loss, Tensor predictions, Tensor targets);

  /**
   * Its gradient: {@code dPredictions = dLoss 2 (predictions - targets) / (B D)}.
   *
   * <pre>
   * dPredictions  [R, B, D]   overwritten
   * dLoss         [R?]        read
   * predictions   [R?, B, D]  read
   * targets       [R?, B, D]  read
   * </pre>
   */
  void meanSquaredErrorBackward(
      Tensor dPredictions, Tensor dLoss, Tensor predictions, Tensor targets);

  /**
   * Softmax cross-entropy: {@code loss = Σ_b (log Σ_v exp logits[b, v] - logits[b, labels[b]]) /
   * B}, with the maximum subtracted first.
   *
   * <pre>
   * loss    [R]         overwritten
   * logits  [R?, B, V]  read
   * labels  [R?, B]     read, int, each in 0..V-1
   * </pre>
   */
  void softmaxCrossEntropyForward(Tensor loss, Tensor logits, Tensor labels);

  /**
   * Its gradient: {@code dLogits = dLoss (softmax(logits) - onehot(labels)) / B}.
   *
   * <pre>
   * dLogits  [R, B, V]   overwritten
   * dLoss    [R?]        read
   * logits   [R?, B, V]  read
   * labels   [R?, B]     read, int, each in 0..V-1
   * </pre>
   */
  void softmaxCrossEntropyBackward(Tensor dLogits, Tensor dLoss, Tensor logits, Tensor labels);
}
