package dev.grok.theory.flow;

import dev.grok.theory.internal.Rows;
import dev.grok.theory.parallelogram.Averaging;
import dev.grok.theory.parallelogram.Parallelograms;

/**
 * ℓ_eff = ℓ₀/Z₀ (paper, Eqs. 5, 22), evaluated on the host in double precision.
 *
 * <p>Its gradient flow conserves Z₀. It conserves C = Σ E_k only where C = 0, as in normalized
 * representations: since ∂Z₀/∂E_i = 2 E_i, Eq. 25 gives dC/dt = (2 ℓ₀/Z₀²) C, a term that Eq. 27
 * leaves out.
 */
public final class EffectiveLoss {
  private final Parallelograms parallelograms;
  private final double weight;

  public EffectiveLoss(Parallelograms parallelograms, Averaging averaging) {
    this.parallelograms = parallelograms;
    this.weight = averaging.weight(parallelograms.size());
  }

  /** ℓ₀ of a representation [p][d]. */
  public double l0(double[][] e) {
    int d = Rows.dimensions(e, parallelograms.p());
    double sum = 0;
    for (int k = 0; k < parallelograms.size(); k++) {
      for (int c = 0; c < d; c++) {
        double difference = difference(e, k, c);
        sum += difference * difference;
      }
    }
    return weight * sum;
  }

  /** Z₀ = Σ|E_k|² (paper, Eq. 6). */
  public static double z0(double[][] e) {
    return Rows.squares(e);
  }

  /** C = Σ E_k (paper, Eq. 6), [d]. */
  public static double[] c(double[][] e) {
    double[] sum = new double[e[0].length];
    for (double[] row : e) {
      for (int c = 0; c < sum.length; c++) {
        sum[c] += row[c];
      }
    }
    return sum;
  }

  /** ℓ_eff of a representation [p][d]; NaN if all embeddings are zero. */
  public double value(double[][] e) {
    return l0(e) / z0(e);
  }

  /** ∂ℓ_eff/∂E_i = (1/Z₀) ∂ℓ₀/∂E_i - (2 ℓ₀/Z₀²) E_i (paper, Eq. 25), [p][d]. */
  public double[][] gradient(double[][] e) {
    int d = Rows.dimensions(e, parallelograms.p());
    double z0 = z0(e);
    double pull = 2 * weight / z0;
    double growth = 2 * l0(e) / (z0 * z0);
    double[][] gradient = new double[e.length][d];
    for (int k = 0; k < e.length; k++) {
      for (int c = 0; c < d; c++) {
        gradient[k][c] = -growth * e[k][c];
      }
    }
    for (int k = 0; k < parallelograms.size(); k++) {
      for (int c = 0; c < d; c++) {
        double force = pull * difference(e, k, c);
        gradient[parallelograms.corner(k, 0)][c] += force;
        gradient[parallelograms.corner(k, 1)][c] += force;
        gradient[parallelograms.corner(k, 2)][c] -= force;
        gradient[parallelograms.corner(k, 3)][c] -= force;
      }
    }
    return gradient;
  }

  /** E_i + E_j - E_m - E_n of the k-th parallelogram in dimension c. */
  private double difference(double[][] e, int k, int c) {
    return e[parallelograms.corner(k, 0)][c]
        + e[parallelograms.corner(k, 1)][c]
        - e[parallelograms.corner(k, 2)][c]
        - e[parallelograms.corner(k, 3)][c];
  }
}
