package dev.grok.models.architecture;

import dev.grok.models.random.RandomStream;

/**
 * How the initial values of a parameter are drawn, each from the parameter's own stream in the
 * order of PyTorch's layout, rounded to float32.
 */
@FunctionalInterface
public interface Initialisation {
  /** The next value. */
  double next(RandomStream random);

  /** Uniform on [-bound, bound). */
  static Initialisation uniform(double bound) {
    return random -> random.uniform(bound);
  }

  /** Normal. */
  static Initialisation normal(double mean, double deviation) {
    return random -> (float) (mean + deviation * random.normal());
  }

  /** Always the same. */
  static Initialisation constant(double value) {
    return random -> (float) value;
  }

  /**
   * PyTorch's default for the weight and the bias of a linear layer, uniform on ±1/√fan_in, times a
   * scale.
   */
  static Initialisation linear(int fanIn, double scale) {
    return uniform(scale / StrictMath.sqrt(fanIn));
  }
}
