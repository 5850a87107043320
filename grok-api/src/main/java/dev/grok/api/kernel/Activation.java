package dev.grok.api.kernel;

/** An activation function whose derivative follows from its value. */
public enum Activation {
  /** f(x) = x. */
  IDENTITY,
  /** f(x) = max(x, 0); f'(0) = 0. */
  RELU,
  /** f(x) = tanh x; f' = 1 - f². */
  TANH
}
