package dev.grok.backend.cuda.internal.op;

import dev.grok.api.Tensor;
import dev.grok.api.kernel.AccuracyKernels;
import dev.grok.backend.cuda.internal.device.KernelStep;
import dev.grok.backend.cuda.internal.kernels.KernelConstants;

/** {@code accuracy.cu}. */
interface AccuracyLaunches extends AccuracyKernels, Launches {
  @Override
  default void nearestTargetAccuracy(
      Tensor accuracy, Tensor predictions, Tensor targets, Tensor labels) {
    int batch = predictions.shape().axis(1);
    submit(
        counts("nearestTargetAccuracy", accuracy, batch)
            .in(predictions)
            .in(targets)
            .in(labels)
            .arg(batch)
            .arg(predictions.shape().axis(2))
            .arg(targets.shape().axis(1)),
        accuracy,
        batch);
  }

  @Override
  default void argMaxAccuracy(Tensor accuracy, Tensor logits, Tensor labels) {
    int batch = logits.shape().axis(1);
    submit(
        counts("argMaxAccuracy", accuracy, batch)
            .in(logits)
            .in(labels)
            .arg(batch)
            .arg(logits.shape().axis(2)),
        accuracy,
        batch);
  }

  private static int chunks(int batch) {
    return Math.max(1, (batch + KernelConstants.CHUNK - 1) / KernelConstants.CHUNK);
  }

  private static KernelStep counts(String function, Tensor accuracy, int batch) {
    int chunks = chunks(batch);
    KernelStep step = new KernelStep("accuracy", function).exactBlocks(chunks, accuracy.replicas());
    return chunks == 1 ? step.out(accuracy) : step.scratch(chunks, accuracy.replicas(), 0);
  }

  private void submit(KernelStep counts, Tensor accuracy, int batch) {
    int replicas = accuracy.replicas();
    if (replicas == 0) {
      return;
    }
    accept(counts.arg(replicas));
    int chunks = chunks(batch);
    if (chunks > 1) {
      accept(
          new KernelStep("accuracy", "finishShare")
              .elements(replicas, 1)
              .out(accuracy)
              .scratch(chunks, replicas, 0)
              .arg(chunks)
              .arg(batch)
              .arg(replicas));
    }
  }
}
