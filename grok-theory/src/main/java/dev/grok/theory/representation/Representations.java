package dev.grok.theory.representation;

import dev.grok.api.GrokException;
import dev.grok.theory.internal.Rows;

/** Representations R = [E_0, ..., E_{p-1}] as double[p][d]. */
public final class Representations {
  private Representations() {}

  /**
   * Ẽ_k = (E_k - μ)/σ in the paper (before Eq. 4), with μ and the standard deviation σ of each
   * dimension by itself.
   *
   * @param embeddings [p][d], p ≥ 2; read
   * @return [p][d]; NaN in a dimension that is constant or not finite
   */
  public static double[][] normalize(double[][] embeddings, Variance variance) {
    int p = embeddings.length;
    if (p < 2) {
      throw new GrokException("a representation needs at least two embeddings: " + p);
    }
    int d = Rows.dimensions(embeddings, p);
    double[] flat = Rows.flatten(embeddings);
    normalize(flat, 0, flat, p, d, variance);
    return Rows.of(flat, 0, p, d);
  }

  /** Normalizes p x d numbers from the given place on; both arrays may be the same. */
  static void normalize(double[] from, int offset, double[] into, int p, int d, Variance variance) {
    for (int c = 0; c < d; c++) {
      double sum = 0;
      double least = Double.POSITIVE_INFINITY;
      double most = Double.NEGATIVE_INFINITY;
      for (int k = 0; k < p; k++) {
        double value = from[offset + k * d + c];
        sum += value;
        least = Math.min(least, value);
        most = Math.max(most, value);
      }
      double mean = sum / p;
      // Scaling by a power of two is exact, and squares of extreme values stay in range.
      int exponent = -Math.getExponent(most - least);
      double squares = 0;
      for (int k = 0; k < p; k++) {
        double centered = Math.scalb(from[offset + k * d + c] - mean, exponent);
        into[k * d + c] = centered;
        squares += centered * centered;
      }
      // The range decides whether there is a spread: squares may hold the mean's rounding error.
      double deviation = least < most ? Math.sqrt(squares / variance.divisor(p)) : Double.NaN;
      for (int k = 0; k < p; k++) {
        into[k * d + c] /= deviation;
      }
    }
  }
}
