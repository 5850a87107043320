package dev.grok.theory;

import dev.grok.api.GrokException;

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
    int d = dimensions(embeddings, p);
    double[] flat = flatten(embeddings, d);
    normalize(flat, 0, flat, p, d, variance);
    double[][] normalized = new double[p][d];
    for (int k = 0; k < p; k++) {
      System.arraycopy(flat, k * d, normalized[k], 0, d);
    }
    return normalized;
  }

  /** Normalizes p x d numbers from the given place on into an array, which may be the same. */
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
      // An exact power of two: very large or small values neither overflow nor vanish when squared.
      int exponent = -Math.getExponent(most - least);
      double squares = 0;
      for (int k = 0; k < p; k++) {
        double centered = Math.scalb(from[offset + k * d + c] - mean, exponent);
        into[k * d + c] = centered;
        squares += centered * centered;
      }
      // By the range, not by the sum of squares: the rounding of the mean must not look like
      // spread.
      double deviation = least < most ? Math.sqrt(squares / variance.divisor(p)) : Double.NaN;
      for (int k = 0; k < p; k++) {
        into[k * d + c] /= deviation;
      }
    }
  }

  static int dimensions(double[][] embeddings, int p) {
    requireSameP(p, embeddings.length);
    int d = embeddings[0].length;
    for (double[] row : embeddings) {
      if (row.length != d || d == 0) {
        throw new GrokException(
            "embeddings must have the same number of dimensions, at least one: %d and %d"
                .formatted(d, row.length));
      }
    }
    return d;
  }

  static double[] flatten(double[][] embeddings, int d) {
    double[] flat = new double[embeddings.length * d];
    for (int k = 0; k < embeddings.length; k++) {
      System.arraycopy(embeddings[k], 0, flat, k * d, d);
    }
    return flat;
  }

  static void requireSameP(int p, int other) {
    if (p != other) {
      throw new GrokException("numbers of symbols differ: p = %d and p = %d".formatted(p, other));
    }
  }
}
