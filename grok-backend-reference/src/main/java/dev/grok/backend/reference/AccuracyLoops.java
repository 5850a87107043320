package dev.grok.backend.reference;

import dev.grok.api.Tensor;
import dev.grok.api.kernel.AccuracyKernels;

/** Accuracies by their definition. */
interface AccuracyLoops extends AccuracyKernels {
  @Override
  default void nearestTargetAccuracy(
      Tensor accuracy, Tensor predictions, Tensor targets, Tensor labels) {
    int batch = predictions.shape().axis(1);
    int dimensions = predictions.shape().axis(2);
    int vocabulary = targets.shape().axis(1);
    Floats shares = Floats.of(accuracy); // [R]
    Floats ys = Floats.of(predictions); // [R?, B, D]
    Floats ts = Floats.of(targets); // [R?, V, D]
    Ints classes = Ints.of(labels); // [R?, B]
    for (int r = 0; r < accuracy.replicas(); r++) {
      int correct = 0;
      for (int b = 0; b < batch; b++) {
        double[] closeness = new double[vocabulary];
        for (int v = 0; v < vocabulary; v++) {
          for (int d = 0; d < dimensions; d++) {
            double difference = ys.get(r, b * dimensions + d) - ts.get(r, v * dimensions + d);
            closeness[v] -= difference * difference;
          }
        }
        correct += isLargest(closeness, classes.get(r, b)) ? 1 : 0;
      }
      shares.set(r, 0, batch == 0 ? 0 : (double) correct / batch);
    }
  }

  @Override
  default void argMaxAccuracy(Tensor accuracy, Tensor logits, Tensor labels) {
    int batch = logits.shape().axis(1);
    int vocabulary = logits.shape().axis(2);
    Floats shares = Floats.of(accuracy); // [R]
    Floats zs = Floats.of(logits); // [R?, B, V]
    Ints classes = Ints.of(labels); // [R?, B]
    for (int r = 0; r < accuracy.replicas(); r++) {
      int correct = 0;
      for (int b = 0; b < batch; b++) {
        double[] scores = new double[vocabulary];
        for (int v = 0; v < vocabulary; v++) {
          scores[v] = zs.get(r, b * vocabulary + v);
        }
        correct += isLargest(scores, classes.get(r, b)) ? 1 : 0;
      }
      shares.set(r, 0, batch == 0 ? 0 : (double) correct / batch);
    }
  }

  /** Whether the label is the lowest index of the largest score; NaN is never largest. */
  private static boolean isLargest(double[] scores, int label) {
    int best = -1;
    for (int v = 0; v < scores.length; v++) {
      if (!Double.isNaN(scores[v]) && (best < 0 || scores[v] > scores[best])) {
        best = v;
      }
    }
    return best >= 0 && best == label;
  }
}
