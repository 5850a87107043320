package dev.grok.lab.train;

import dev.grok.models.train.ReplicaMetrics;

/**
 * What was measured of one replica at a logged step.
 *
 * @param metrics losses and accuracies
 * @param rqi representation quality index; NaN where there is none, or once the embeddings are not
 *     finite
 * @param predictedAccuracy Âcc on all samples, from the representation; likewise
 * @param effectiveDimension exp(S) of the embeddings (Fig. 7); likewise
 * @param weightNorm Euclidean norm of all parameters
 */
public record LogEntry(
    ReplicaMetrics metrics,
    double rqi,
    double predictedAccuracy,
    double effectiveDimension,
    double weightNorm) {
  static final int NUMBERS = 9;

  /** All numbers in the order of the components, the step first. */
  public double[] toArray() {
    return new double[] {
      metrics.step(),
      metrics.trainLoss(),
      metrics.validationLoss(),
      metrics.trainAccuracy(),
      metrics.validationAccuracy(),
      rqi,
      predictedAccuracy,
      effectiveDimension,
      weightNorm
    };
  }

  static LogEntry of(double[] numbers, int at) {
    return new LogEntry(
        new ReplicaMetrics(
            (long) numbers[at], numbers[at + 1], numbers[at + 2], numbers[at + 3], numbers[at + 4]),
        numbers[at + 5],
        numbers[at + 6],
        numbers[at + 7],
        numbers[at + 8]);
  }
}
