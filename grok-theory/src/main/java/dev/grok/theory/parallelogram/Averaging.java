package dev.grok.theory.parallelogram;

/** Whether ℓ₀ is a sum or a mean over parallelograms. */
public enum Averaging {
  /** Σ over P₀(D): the authors' code, and Fig. 4(c) of the paper. */
  SUM,
  /** Σ over P₀(D) divided by |P₀(D)| (paper, Eqs. 5, 22); 0 if there is none. */
  MEAN;

  /**
   * What the sum is multiplied by: 1 or 1/|P₀(D)|.
   *
   * @param parallelograms |P₀(D)|
   */
  public double weight(int parallelograms) {
    return this == SUM || parallelograms == 0 ? 1 : 1.0 / parallelograms;
  }
}
