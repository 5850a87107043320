package dev.grok.api.kernel;

import dev.grok.api.GrokException;

/**
 * Adam's hyper-parameters of one replica, named as in PyTorch.
 *
 * @param learningRate η, finite, not negative
 * @param beta1 decay of the first moment, in [0, 1)
 * @param beta2 decay of the second moment, in [0, 1)
 * @param epsilon added to the root of the second moment, not negative
 * @param weightDecay w, finite, not negative
 */
public record AdamRates(
    double learningRate, double beta1, double beta2, double epsilon, double weightDecay) {
  /** Columns of the tensor that {@link OptimizerKernels#adam} reads. */
  public static final int COLUMNS = 5;

  public static final int LEARNING_RATE = 0;

  /** Column of 1 - β₁: as float32 it keeps the digits that β itself would lose near 1. */
  public static final int ONE_MINUS_BETA1 = 1;

  /** Column of 1 - β₂. */
  public static final int ONE_MINUS_BETA2 = 2;

  public static final int EPSILON = 3;
  public static final int WEIGHT_DECAY = 4;

  public AdamRates {
    Rates.requireRate("learning rate", learningRate);
    Rates.requireRate("epsilon", epsilon);
    Rates.requireRate("weight decay", weightDecay);
    Rates.requireUnit("beta1", beta1);
    Rates.requireUnit("beta2", beta2);
  }

  /** PyTorch's defaults for betas (0.9, 0.999) and epsilon (1e-8). */
  public static AdamRates of(double learningRate, double weightDecay) {
    return new AdamRates(learningRate, 0.9, 0.999, 1e-8, weightDecay);
  }

  /** One row of the tensor that {@link OptimizerKernels#adam} reads. */
  public double[] row() {
    double[] row = new double[COLUMNS];
    row[LEARNING_RATE] = learningRate;
    row[ONE_MINUS_BETA1] = 1 - beta1;
    row[ONE_MINUS_BETA2] = 1 - beta2;
    row[EPSILON] = epsilon;
    row[WEIGHT_DECAY] = weightDecay;
    return row;
  }

  /** Shared checks of hyper-parameters. */
  static final class Rates {
    private Rates() {}

    static void requireRate(String name, double value) {
      if (!(value >= 0) || value == Double.POSITIVE_INFINITY) {
        throw new GrokException(name + " must be finite and not negative: " + value);
      }
    }

    static void requireUnit(String name, double value) {
      if (!(value >= 0 && value < 1)) {
        throw new GrokException(name + " must be in [0, 1): " + value);
      }
    }
  }
}
