package dev.grok.theory.spectrum;

import dev.grok.api.GrokException;
import dev.grok.theory.parallelogram.Averaging;
import dev.grok.theory.representation.Variance;

/**
 * How the Hessian H follows from AᵀA: H = gramFactor · AᵀA if ℓ₀ is a sum, and that divided by
 * |P₀(D)| if it is a mean. In the paper (Eq. 8) the factor is 2/Z₀; paper and code choose Z₀ and
 * the averaging differently.
 *
 * @param averaging whether ℓ₀ is a sum or a mean over P₀(D)
 * @param gramFactor what AᵀA is multiplied by, positive: 2/Z₀, or 1 for AᵀA itself
 */
public record Normalization(Averaging averaging, double gramFactor) {
  public Normalization {
    if (!(gramFactor > 0) || gramFactor == Double.POSITIVE_INFINITY) {
      throw new GrokException("the factor of AᵀA must be positive: " + gramFactor);
    }
  }

  /**
   * By Eq. 8: H = (2/Z₀) AᵀA.
   *
   * @param z0 Z₀ = Σ|E_k|², positive: p or p - 1 for a normalized dimension, see {@link Variance}
   */
  public static Normalization ofZ0(Averaging averaging, double z0) {
    if (!(z0 > 0) || z0 == Double.POSITIVE_INFINITY) {
      throw new GrokException("Z0 must be positive: " + z0);
    }
    return new Normalization(averaging, 2 / z0);
  }

  /** A plain sum and Z₀ = p: gives λ₃ = 6 and n_h = 556 of Fig. 4(c) for p = 10. */
  public static Normalization figure4(int p) {
    return ofZ0(Averaging.SUM, Variance.BIASED.divisor(p));
  }

  /** A plain sum and Z₀ = p - 1, by which the authors stepped the trajectories of Fig. 4(c). */
  public static Normalization figure4Trajectories(int p) {
    return ofZ0(Averaging.SUM, Variance.UNBIASED.divisor(p));
  }

  /** AᵀA itself, whose eigenvalues are λ_i = σ_i² as after Eq. 9, and as in the authors' code. */
  public static Normalization singularValues() {
    return new Normalization(Averaging.SUM, 1);
  }

  /** The mean of Eq. 5 and Z₀ = p. */
  public static Normalization equation5(int p) {
    return ofZ0(Averaging.MEAN, Variance.BIASED.divisor(p));
  }

  /** The mean of Eq. 42 and Z₀ = p: half of Eq. 5, because Eq. 42 has a factor ½. */
  public static Normalization equation42(int p) {
    return new Normalization(Averaging.MEAN, 1.0 / Variance.BIASED.divisor(p));
  }

  /**
   * H = factor · AᵀA.
   *
   * @param parallelograms |P₀(D)|
   */
  public double factor(int parallelograms) {
    return gramFactor * averaging.weight(parallelograms);
  }
}
