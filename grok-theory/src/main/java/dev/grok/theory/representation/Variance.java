package dev.grok.theory.representation;

/** Which estimate of the variance a representation is normalized by. */
public enum Variance {
  /** Σ/(p-1), as in the authors' code; a normalized dimension then has Z₀ = p - 1. */
  UNBIASED,
  /** Σ/p, as in the text of the paper; a normalized dimension then has Z₀ = p. */
  BIASED;

  /** What the sum of squares is divided by: Z₀ of a normalized dimension. */
  public int divisor(int p) {
    return this == UNBIASED ? p - 1 : p;
  }
}
