package dev.grok.api.kernel;

/** An activation function. The derivative of most follows from the value alone. */
public enum Activation {
  /** f(x) = x. */
  IDENTITY,
  /** f(x) = max(x, 0); f'(0) = 0. */
  RELU,
  /** f(x) = x for x &gt; 0, else {@value #LEAKY_SLOPE} x; f'(0) = {@value #LEAKY_SLOPE}. */
  LEAKY_RELU,
  /** f(x) = tanh x; f' = 1 - f². */
  TANH,
  /**
   * f(x) = x Φ(x) with Φ(x) = (1 + erf(x / √2)) / 2, the exact form (Hendrycks and Gimpel, 2016);
   * f'(x) = Φ(x) + x φ(x), φ being the normal density. It is not monotonic, so f' does not follow
   * from f.
   */
  GELU;

  /** The slope of {@link #LEAKY_RELU} below zero. */
  public static final double LEAKY_SLOPE = 0.01;

  /**
   * Whether the backward pass needs what went into the activation rather than what came out; that
   * must then be kept, so the forward pass cannot be in place where a backward pass follows.
   */
  public boolean savesInput() {
    return this == GELU;
  }
}
