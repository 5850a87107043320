package dev.grok.theory.statistics;

import dev.grok.api.GrokException;
import dev.grok.theory.internal.Rows;

/** Whether two lists rise together, whatever their scales. Infinite values rank highest. */
public final class RankCorrelation {
  private RankCorrelation() {}

  /**
   * Spearman's ρ: the correlation of the ranks, ties sharing their mean rank; NaN if one list is
   * constant.
   */
  public static double spearman(double[] x, double[] y) {
    requirePairs(x, y);
    double[] ranksX = ranks(x);
    double[] ranksY = ranks(y);
    double mean = (x.length + 1) / 2.0;
    double xx = 0;
    double yy = 0;
    double xy = 0;
    for (int i = 0; i < x.length; i++) {
      xx += (ranksX[i] - mean) * (ranksX[i] - mean);
      yy += (ranksY[i] - mean) * (ranksY[i] - mean);
      xy += (ranksX[i] - mean) * (ranksY[i] - mean);
    }
    return xy / Math.sqrt(xx * yy);
  }

  /** Kendall's τ_b: concordant less discordant pairs, over the pairs that are not tied. */
  public static double kendall(double[] x, double[] y) {
    requirePairs(x, y);
    long difference = 0;
    long untiedX = 0;
    long untiedY = 0;
    for (int i = 0; i < x.length; i++) {
      for (int j = 0; j < i; j++) {
        int signX = Double.compare(x[i], x[j]);
        int signY = Double.compare(y[i], y[j]);
        difference += (long) Integer.signum(signX) * Integer.signum(signY);
        untiedX += signX != 0 ? 1 : 0;
        untiedY += signY != 0 ? 1 : 0;
      }
    }
    return difference / Math.sqrt((double) untiedX * untiedY);
  }

  private static void requirePairs(double[] x, double[] y) {
    if (x.length != y.length || x.length < 2) {
      throw new GrokException(
          "a correlation needs two lists of the same length, at least two: %d and %d"
              .formatted(x.length, y.length));
    }
    for (int i = 0; i < x.length; i++) {
      if (Double.isNaN(x[i]) || Double.isNaN(y[i])) {
        throw new GrokException("a correlation cannot rank NaN, at place " + i);
      }
    }
  }

  private static double[] ranks(double[] values) {
    int n = values.length;
    int[] order = Rows.ascending(n, i -> values[i]);
    double[] ranks = new double[n];
    int first = 0;
    while (first < n) {
      int end = first + 1;
      while (end < n && Double.compare(values[order[end]], values[order[first]]) == 0) {
        end++;
      }
      for (int k = first; k < end; k++) {
        ranks[order[k]] = (first + 1 + end) / 2.0;
      }
      first = end;
    }
    return ranks;
  }
}
