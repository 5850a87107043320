package dev.grok.lab.run;

import dev.grok.models.train.ReplicaMetrics;

/**
 * What is written of one replica at one step.
 *
 * @param metrics losses and accuracies
 * @param rqi representation quality index; NaN where there is none, or once the embeddings are not
 *     finite
 * @param predictedAccuracy Âcc on all samples, from the representation; likewise
 * @param effectiveDimension exp(S) of the embeddings (Fig. 7); likewise
 * @param weightNorm Euclidean norm of all parameters
 */
public record Look(
    ReplicaMetrics metrics,
    double rqi,
    double predictedAccuracy,
    double effectiveDimension,
    double weightNorm) {
  static final int NUMBERS = 9;

  /** All numbers, for {@link #of}. */
  double[] toArray() {
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

  static Look of(double[] numbers, int at) {
    return new Look(
        new ReplicaMetrics(
            (long) numbers[at], numbers[at + 1], numbers[at + 2], numbers[at + 3], numbers[at + 4]),
        numbers[at + 5],
        numbers[at + 6],
        numbers[at + 7],
        numbers[at + 8]);
  }
}
