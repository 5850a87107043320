package dev.grok.backend.cuda.internal.op;

import dev.grok.api.Shape;
import dev.grok.api.Tensor;
import dev.grok.api.kernel.AccuracyKernels;
import dev.grok.backend.cuda.internal.device.KernelStep;

/** {@code accuracy.cu}. */
interface AccuracyLaunches extends AccuracyKernels, StepSink {
  @Override
  default void nearestTargetAccuracy(
      Tensor accuracy, Tensor predictions, Tensor targets, Tensor labels) {
    Shape shape = predictions.shape();
    ChunkedSums counts = new ChunkedSums(shape.axis(1), 1, accuracy.replicas());
    KernelStep step =
        counts
            .to(new KernelStep("accuracy", "nearestTargetAccuracy"), accuracy)
            .in(predictions, targets, labels)
            .args(shape.axis(1), shape.axis(2), targets.shape().axis(1));
    counts.ofReplicas(this, step, finish(accuracy), shape.axis(1));
  }

  @Override
  default void argMaxAccuracy(Tensor accuracy, Tensor logits, Tensor labels) {
    Shape shape = logits.shape();
    ChunkedSums counts = new ChunkedSums(shape.axis(1), 1, accuracy.replicas());
    KernelStep step =
        counts
            .to(new KernelStep("accuracy", "argMaxAccuracy"), accuracy)
            .in(logits, labels)
            .args(shape.axis(1), shape.axis(2));
    counts.ofReplicas(this, step, finish(accuracy), shape.axis(1));
  }

  private static KernelStep finish(Tensor accuracy) {
    return new KernelStep("accuracy", "finishShare").out(accuracy);
  }
}
