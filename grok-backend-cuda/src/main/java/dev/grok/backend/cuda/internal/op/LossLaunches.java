package dev.grok.backend.cuda.internal.op;

import static dev.grok.backend.cuda.internal.device.KernelStep.perReplica;

import dev.grok.api.Tensor;
import dev.grok.api.kernel.LossKernels;
import dev.grok.backend.cuda.internal.device.KernelStep;
import dev.grok.backend.cuda.internal.kernels.KernelConstants;

/** {@code loss.cu}. */
interface LossLaunches extends LossKernels, Launches {
  @Override
  default void meanSquaredErrorForward(Tensor loss, Tensor predictions, Tensor targets) {
    int replicas = loss.replicas();
    if (replicas > 0) {
      accept(
          new KernelStep("loss", "meanSquaredErrorForward")
              .blockPerReplica(replicas)
              .out(loss)
              .in(predictions)
              .in(targets)
              .arg(perReplica(predictions))
              .arg(replicas));
    }
  }

  @Override
  default void meanSquaredErrorBackward(
      Tensor dPredictions, Tensor dLoss, Tensor predictions, Tensor targets) {
    int n = perReplica(dPredictions);
    int replicas = dPredictions.replicas();
    if (n > 0 && replicas > 0) {
      accept(
          new KernelStep("loss", "meanSquaredErrorBackward")
              .elements(n, replicas)
              .out(dPredictions)
              .in(dLoss)
              .in(predictions)
              .in(targets)
              .arg(n)
              .arg(replicas));
    }
  }

  @Override
  default void softmaxCrossEntropyForward(Tensor loss, Tensor logits, Tensor labels) {
    int replicas = loss.replicas();
    int batch = logits.shape().axis(1);
    if (replicas == 0) {
      return;
    }
    int chunks = Math.max(1, (batch + KernelConstants.CHUNK - 1) / KernelConstants.CHUNK);
    KernelStep sums =
        new KernelStep("loss", "softmaxCrossEntropyForward").exactBlocks(chunks, replicas);
    if (chunks == 1) {
      sums.out(loss);
    } else {
      sums.scratch(chunks, replicas, 0);
    }
    int divisor = Math.max(1, batch);
    accept(
        sums.in(logits)
            .in(labels)
            .arg(chunks == 1 ? divisor : 1)
            .arg(batch)
            .arg(logits.shape().axis(2))
            .arg(replicas));
    if (chunks > 1) {
      accept(
          new KernelStep("loss", "finishMean")
              .elements(replicas, 1)
              .out(loss)
              .scratch(chunks, replicas, 0)
              .arg(chunks)
              .arg(divisor)
              .arg(replicas));
    }
  }

  @Override
  default void softmaxCrossEntropyBackward(
      Tensor dLogits, Tensor dLoss, Tensor logits, Tensor labels) {
    int replicas = dLogits.replicas();
    int batch = dLogits.shape().axis(1);
    if (replicas > 0 && batch > 0) {
      accept(
          new KernelStep("loss", "softmaxCrossEntropyBackward")
              .exactBlocks((batch + KernelConstants.WARPS - 1) / KernelConstants.WARPS, replicas)
              .out(dLogits)
              .in(dLoss)
              .in(logits)
              .in(labels)
              .arg(batch)
              .arg(dLogits.shape().axis(2))
              .arg(replicas));
    }
  }
}
