package dev.grok.models.train;

import dev.grok.api.GrokException;
import dev.grok.api.kernel.AdamRates;
import dev.grok.api.kernel.SgdRates;

/**
 * An optimizer and its hyper-parameters for one group of parameters, named as in PyTorch.
 *
 * @param kind which optimizer
 * @param learningRate η, finite, not negative
 * @param weightDecay w, finite, not negative; L2 for ADAM and SGD, decoupled for ADAMW
 * @param beta1 Adam's decay of the first moment, in [0, 1)
 * @param beta2 Adam's decay of the second moment, in [0, 1)
 * @param epsilon Adam's addend in the denominator
 * @param momentum SGD's momentum, in [0, 1)
 */
public record OptimizerSettings(
    Kind kind,
    double learningRate,
    double weightDecay,
    double beta1,
    double beta2,
    double epsilon,
    double momentum) {
  /** The optimizers there are. */
  public enum Kind {
    ADAM,
    ADAMW,
    SGD
  }

  public OptimizerSettings {
    // Building the rates checks every number, also those that the chosen kind leaves unused.
    new AdamRates(learningRate, beta1, beta2, epsilon, weightDecay);
    new SgdRates(learningRate, momentum, weightDecay);
    if (kind != Kind.SGD && momentum != 0) {
      throw new GrokException(kind + " has no momentum setting (its beta1 plays that part)");
    }
  }

  /** AdamW with PyTorch's betas and epsilon. */
  public static OptimizerSettings adamw(double learningRate, double weightDecay) {
    return new OptimizerSettings(Kind.ADAMW, learningRate, weightDecay, 0.9, 0.999, 1e-8, 0);
  }

  /** Plain stochastic gradient descent. */
  public static OptimizerSettings sgd(double learningRate, double momentum, double weightDecay) {
    return new OptimizerSettings(Kind.SGD, learningRate, weightDecay, 0.9, 0.999, 1e-8, momentum);
  }

  public OptimizerSettings withLearningRate(double rate) {
    return new OptimizerSettings(kind, rate, weightDecay, beta1, beta2, epsilon, momentum);
  }

  public OptimizerSettings withWeightDecay(double decay) {
    return new OptimizerSettings(kind, learningRate, decay, beta1, beta2, epsilon, momentum);
  }

  /** One row of the tensor of rates that its kernel reads. */
  double[] row() {
    return kind == Kind.SGD
        ? new SgdRates(learningRate, momentum, weightDecay).row()
        : new AdamRates(learningRate, beta1, beta2, epsilon, weightDecay).row();
  }
}
