package dev.grok.backend.cuda.internal.op;

import static dev.grok.backend.cuda.internal.device.KernelStep.perReplica;

import dev.grok.api.Tensor;
import dev.grok.api.kernel.LossKernels;
import dev.grok.backend.cuda.internal.device.KernelStep;

/** {@code loss.cu}. */
interface LossLaunches extends LossKernels, StepSink {
  @Override
  default void meanSquaredErrorForward(Tensor loss, Tensor predictions, Tensor targets) {
    accept(
        new KernelStep("loss", "meanSquaredErrorForward")
            .out(loss)
            .in(predictions, targets)
            .args(perReplica(predictions))
            .blockPerReplica(loss.replicas()));
  }

  @Override
  default void meanSquaredErrorBackward(
      Tensor dPredictions, Tensor dLoss, Tensor predictions, Tensor targets) {
    accept(
        new KernelStep("loss", "meanSquaredErrorBackward")
            .out(dPredictions)
            .in(dLoss, predictions, targets)
            .elementsOf(dPredictions));
  }

  @Override
  default void softmaxCrossEntropyForward(Tensor loss, Tensor logits, Tensor labels) {
    int batch = logits.shape().axis(1);
    int divisor = Math.max(1, batch);
    ChunkedSums sums = new ChunkedSums(batch, 1, loss.replicas());
    KernelStep step =
        sums.to(new KernelStep("loss", "softmaxCrossEntropyForward"), loss)
            .in(logits, labels)
            .args(sums.areSplit() ? 1 : divisor, batch, logits.shape().axis(2));
    sums.ofReplicas(this, step, new KernelStep("loss", "finishMean").out(loss), divisor);
  }

  @Override
  default void softmaxCrossEntropyBackward(
      Tensor dLogits, Tensor dLoss, Tensor logits, Tensor labels) {
    int batch = dLogits.shape().axis(1);
    accept(
        new KernelStep("loss", "softmaxCrossEntropyBackward")
            .out(dLogits)
            .in(dLoss, logits, labels)
            .args(batch, dLogits.shape().axis(2))
            .warpPerRow(batch, dLogits.replicas()));
  }
}
