package dev.grok.backend.reference;

import dev.grok.api.Tensor;
import dev.grok.api.kernel.LossKernels;

/** Losses and their gradients by their formulas. */
interface LossLoops extends LossKernels {
  @Override
  default void meanSquaredErrorForward(Tensor loss, Tensor predictions, Tensor targets) {
    int n = predictions.shape().axis(1) * predictions.shape().axis(2);
    Floats losses = Floats.of(loss); // [R]
    Floats ys = Floats.of(predictions); // [R?, B, D]
    Floats ts = Floats.of(targets); // [R?, B, D]
    for (int r = 0; r < loss.replicas(); r++) {
      double sum = 0;
      for (int i = 0; i < n; i++) {
        double difference = ys.get(r, i) - ts.get(r, i);
        sum += difference * difference;
      }
      losses.set(r, 0, n == 0 ? 0 : sum / n);
    }
  }

  @Override
  default void meanSquaredErrorBackward(
      Tensor dPredictions, Tensor dLoss, Tensor predictions, Tensor targets) {
    int n = predictions.shape().axis(1) * predictions.shape().axis(2);
    Floats dYs = Floats.of(dPredictions); // [R, B, D]
    Floats dLosses = Floats.of(dLoss); // [R?]
    Floats ys = Floats.of(predictions); // [R?, B, D]
    Floats ts = Floats.of(targets); // [R?, B, D]
    for (int r = 0; r < dPredictions.replicas(); r++) {
      for (int i = 0; i < n; i++) {
        dYs.set(r, i, dLosses.get(r, 0) * 2 * (ys.get(r, i) - ts.get(r, i)) / n);
      }
    }
  }

  @Override
  default void softmaxCrossEntropyForward(Tensor loss, Tensor logits, Tensor labels) {
    int batch = logits.shape().axis(1);
    int vocabulary = logits.shape().axis(2);
    Floats losses = Floats.of(loss); // [R]
    Floats zs = Floats.of(logits); // [R?, B, V]
    Ints classes = Ints.of(labels); // [R?, B]
    for (int r = 0; r < loss.replicas(); r++) {
      double sum = 0;
      for (int b = 0; b < batch; b++) {
        int label = classes.get(r, b, "softmaxCrossEntropyForward", "labels", vocabulary);
        double max = max(zs, r, b, vocabulary);
        double logSum = max + Math.log(sumOfExp(zs, r, b, vocabulary, max));
        sum += logSum - zs.get(r, b * vocabulary + label);
      }
      losses.set(r, 0, batch == 0 ? 0 : sum / batch);
    }
  }

  @Override
  default void softmaxCrossEntropyBackward(
      Tensor dLogits, Tensor dLoss, Tensor logits, Tensor labels) {
    int batch = logits.shape().axis(1);
    int vocabulary = logits.shape().axis(2);
    Floats dZs = Floats.of(dLogits); // [R, B, V]
    Floats dLosses = Floats.of(dLoss); // [R?]
    Floats zs = Floats.of(logits); // [R?, B, V]
    Ints classes = Ints.of(labels); // [R?, B]
    for (int r = 0; r < dLogits.replicas(); r++) {
      for (int b = 0; b < batch; b++) {
        int label = classes.get(r, b, "softmaxCrossEntropyBackward", "labels", vocabulary);
        double max = max(zs, r, b, vocabulary);
        double total = sumOfExp(zs, r, b, vocabulary, max);
        for (int v = 0; v < vocabulary; v++) {
          int i = b * vocabulary + v;
          double softmax = Math.exp(zs.get(r, i) - max) / total;
          double oneHot = v == label ? 1 : 0;
          dZs.set(r, i, dLosses.get(r, 0) * (softmax - oneHot) / batch);
        }
      }
    }
  }

  private static double max(Floats logits, int r, int b, int vocabulary) {
    double max = Double.NEGATIVE_INFINITY;
    for (int v = 0; v < vocabulary; v++) {
      max = Math.max(max, logits.get(r, b * vocabulary + v));
    }
    return max;
  }

  private static double sumOfExp(Floats logits, int r, int b, int vocabulary, double max) {
    double sum = 0;
    for (int v = 0; v < vocabulary; v++) {
      sum += Math.exp(logits.get(r, b * vocabulary + v) - max);
    }
    return sum;
  }
}
