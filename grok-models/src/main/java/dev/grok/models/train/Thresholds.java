package dev.grok.models.train;

import dev.grok.api.GrokException;

/**
 * The accuracies whose first crossing is recorded, in (0, 1].
 *
 * @param train of the training samples
 * @param validation of the validation samples; the paper takes 0.9, for MNIST 0.6
 */
public record Thresholds(double train, double validation) {
  /** Table 1's. */
  public static final Thresholds TABLE_1 = new Thresholds(0.9, 0.9);

  public Thresholds {
    require("training", train);
    require("validation", validation);
  }

  private static void require(String name, double threshold) {
    if (!(threshold > 0 && threshold <= 1)) {
      throw new GrokException("the %s threshold must be in (0, 1]: %s".formatted(name, threshold));
    }
  }
}
