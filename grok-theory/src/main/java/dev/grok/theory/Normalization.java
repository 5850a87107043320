package dev.grok.theory;

import dev.grok.api.GrokException;

/**
 * The scale of the Hessian H = (2/Z₀) AᵀA (paper, Eq. 8), which paper and code choose differently.
 *
 * @param averaging sum or mean over P₀(D)
 * @param z0 Z₀ = Σ|E_k|², positive: p or p - 1 for a normalized dimension, see {@link Variance}
 */
public record Normalization(Averaging averaging, double z0) {
  public Normalization {
    if (!(z0 > 0) || z0 == Double.POSITIVE_INFINITY) {
      throw new GrokException("Z0 must be positive: " + z0);
    }
  }

  /** A plain sum and Z₀ = p: gives λ₃ = 6 and n_h = 556 of Fig. 4(c) for p = 10. */
  public static Normalization figure4(int p) {
    return new Normalization(Averaging.SUM, Variance.BIASED.divisor(p));
  }

  /** A plain sum and Z₀ = p - 1, by which the authors stepped the trajectories of Fig. 4(c). */
  public static Normalization figure4Trajectories(int p) {
    return new Normalization(Averaging.SUM, Variance.UNBIASED.divisor(p));
  }

  /** AᵀA itself, whose eigenvalues are λ_i = σ_i² as after Eq. 9, and as in the authors' code. */
  public static Normalization singularValues() {
    return new Normalization(Averaging.SUM, 2);
  }

  /** The mean of Eq. 42, which has a factor ½ that Eq. 5 has not, and Z₀ = p. */
  public static Normalization equation42(int p) {
    return new Normalization(Averaging.MEAN, 2 * Variance.BIASED.divisor(p));
  }

  /** The mean of Eq. 5 and Z₀ = p. */
  public static Normalization equation5(int p) {
    return new Normalization(Averaging.MEAN, Variance.BIASED.divisor(p));
  }

  /** H = factor · AᵀA: 2/Z₀, and that divided by |P₀(D)| for the mean. */
  public double factor(Parallelograms parallelograms) {
    return 2 / z0 * averaging.weight(parallelograms);
  }
}
