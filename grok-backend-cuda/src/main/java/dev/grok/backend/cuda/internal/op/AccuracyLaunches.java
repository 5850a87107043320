package dev.grok.backend.cuda.internal.op;

import dev.grok.api.Tensor;
import dev.grok.api.kernel.AccuracyKernels;
import dev.grok.backend.cuda.internal.device.KernelStep;

/** {@code accuracy.cu}. */
interface AccuracyLaunches extends AccuracyKernels, StepSink {
  @Override
  default void nearestTargetAccuracy(
      Tensor accuracy, Tensor predictions, Tensor targets, Tensor labels) {
    int batch = predictions.shape().axis(1);
    ChunkedSums counts = new ChunkedSums(batch, 1, accuracy.replicas());
    accept(
        counts
            .to(new KernelStep("accuracy", "nearestTargetAccuracy"), accuracy)
            .in(predictions, targets, labels)
            .args(batch, predictions.shape().axis(2), targets.shape().axis(1))
            .blocks(counts.chunks(), accuracy.replicas()));
    finishShare(counts, accuracy, batch);
  }

  @Override
  default void argMaxAccuracy(Tensor accuracy, Tensor logits, Tensor labels) {
    int batch = logits.shape().axis(1);
    ChunkedSums counts = new ChunkedSums(batch, 1, accuracy.replicas());
    accept(
        counts
            .to(new KernelStep("accuracy", "argMaxAccuracy"), accuracy)
            .in(logits, labels)
            .args(batch, logits.shape().axis(2))
            .blocks(counts.chunks(), accuracy.replicas()));
    finishShare(counts, accuracy, batch);
  }

  private void finishShare(ChunkedSums counts, Tensor accuracy, int batch) {
    if (counts.areSplit()) {
      accept(
          counts
              .ofChunks(new KernelStep("accuracy", "finishShare").out(accuracy), 1)
              .args(counts.chunks(), batch)
              .threadPerReplica(accuracy.replicas()));
    }
  }
}
