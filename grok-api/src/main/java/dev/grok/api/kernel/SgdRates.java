package dev.grok.api.kernel;

/**
 * The hyper-parameters of stochastic gradient descent of one replica, named as in PyTorch.
 *
 * @param learningRate η, finite, not negative
 * @param momentum μ, in [0, 1)
 * @param weightDecay w, finite, not negative
 */
public record SgdRates(double learningRate, double momentum, double weightDecay) {
  /** Columns of the tensor that {@link OptimizerKernels#sgd} reads. */
  public static final int COLUMNS = 3;

  public static final int LEARNING_RATE = 0;
  public static final int MOMENTUM = 1;
  public static final int WEIGHT_DECAY = 2;

  public SgdRates {
    AdamRates.Rates.requireRate("learning rate", learningRate);
    AdamRates.Rates.requireRate("weight decay", weightDecay);
    AdamRates.Rates.requireUnit("momentum", momentum);
  }

  /** One row of the tensor that {@link OptimizerKernels#sgd} reads. */
  public double[] row() {
    double[] row = new double[COLUMNS];
    row[LEARNING_RATE] = learningRate;
    row[MOMENTUM] = momentum;
    row[WEIGHT_DECAY] = weightDecay;
    return row;
  }
}
