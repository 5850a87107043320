package dev.grok.theory;

import dev.grok.api.GrokException;

/**
 * ℓ_eff = ℓ₀/Z₀ (paper, Eqs. 5, 22), evaluated on the host in double precision.
 *
 * <p>Its gradient flow conserves Z₀. It conserves C = Σ E_k only where C = 0: since ∂Z₀/∂E_i = 2
 * E_i, Eq. 25 gives dC/dt = (2 ℓ₀/Z₀²) C, a term that Eq. 27 leaves out; normalized representations
 * have C = 0.
 */
public final class EffectiveLoss {
  private final Parallelograms parallelograms;
  private final double weight;

  public EffectiveLoss(Parallelograms parallelograms, Averaging averaging) {
    this.parallelograms = parallelograms;
    this.weight = averaging.weight(parallelograms);
  }

  /** ℓ₀, over the parallelograms as they are, [p][d] → number. */
  public double l0(double[][] e) {
    int d = Representations.dimensions(e, parallelograms.p());
    int[] corners = parallelograms.corners();
    double sum = 0;
    for (int at = 0; at < corners.length; at += Parallelograms.CORNERS) {
      for (int c = 0; c < d; c++) {
        double difference = difference(e, corners, at, c);
        sum += difference * difference;
      }
    }
    return weight * sum;
  }

  /** Z₀ = Σ|E_k|² (paper, Eq. 6). */
  public static double z0(double[][] e) {
    double sum = 0;
    for (double[] row : e) {
      for (double value : row) {
        sum += value * value;
      }
    }
    return sum;
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

  /** ℓ_eff; NaN for the representation that is zero, where it is not defined. */
  public double value(double[][] e) {
    return l0(e) / z0(e);
  }

  /** ∂ℓ_eff/∂E_i = (1/Z₀) ∂ℓ₀/∂E_i - (2 ℓ₀/Z₀²) E_i (paper, Eq. 25), [p][d]. */
  public double[][] gradient(double[][] e) {
    int d = Representations.dimensions(e, parallelograms.p());
    int[] corners = parallelograms.corners();
    double z0 = z0(e);
    double pull = 2 * weight / z0;
    double growth = 2 * l0(e) / (z0 * z0);
    double[][] gradient = new double[e.length][d];
    for (int k = 0; k < e.length; k++) {
      for (int c = 0; c < d; c++) {
        gradient[k][c] = -growth * e[k][c];
      }
    }
    for (int at = 0; at < corners.length; at += Parallelograms.CORNERS) {
      for (int c = 0; c < d; c++) {
        double force = pull * difference(e, corners, at, c);
        gradient[corners[at]][c] += force;
        gradient[corners[at + 1]][c] += force;
        gradient[corners[at + 2]][c] -= force;
        gradient[corners[at + 3]][c] -= force;
      }
    }
    return gradient;
  }

  private static double difference(double[][] e, int[] corners, int at, int c) {
    return e[corners[at]][c]
        + e[corners[at + 1]][c]
        - e[corners[at + 2]][c]
        - e[corners[at + 3]][c];
  }

  static void requireStep(double eta) {
    if (!(eta > 0) || eta == Double.POSITIVE_INFINITY) {
      throw new GrokException("the step size must be positive: " + eta);
    }
  }
}
