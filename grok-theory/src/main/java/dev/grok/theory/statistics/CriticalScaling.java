package dev.grok.theory.statistics;

import dev.grok.api.GrokException;
import java.util.ArrayList;
import java.util.List;

/**
 * How the critical fraction falls with the number of symbols.
 *
 * <p>The expectation: a training set is linear once every symbol occurs in an equation. If each
 * sample is chosen independently with probability r, symbol k occurs in none with probability Π_s
 * (1 - r (1 - (1 - r)^(m_s - 1))), where s runs over the sums k..k+p-1 and m_s samples have sum s.
 * The number of such symbols is taken to be Poisson distributed, so that P(linear) is exp(-their
 * expected number). For large p this is the coupon collector's r_c ≈ (ln p + const)/p, whose local
 * exponent d ln r_c/d ln p is -1 + 1/(ln p + const).
 */
public final class CriticalScaling {
  /**
   * What was found for one number of symbols.
   *
   * @param p number of symbols
   * @param fraction measured r_c
   * @param interval of 95 % for r_c
   * @param expected r_c by the expectation above
   * @param seconds wall time of the estimate
   */
  public record Point(
      int p, double fraction, Estimate.Interval interval, double expected, double seconds) {}

  private CriticalScaling() {}

  /** Measures r_c for every p. */
  public static List<Point> measure(List<Integer> ps, MonteCarlo draws) {
    List<Point> points = new ArrayList<>();
    for (int p : ps) {
      long start = System.nanoTime();
      CriticalFraction estimate = CriticalFraction.estimate(p, draws);
      double seconds = (System.nanoTime() - start) / 1e9;
      points.add(
          new Point(
              p,
              estimate.criticalFraction(),
              estimate.criticalInterval(1.96),
              expectedFraction(p),
              seconds));
    }
    return points;
  }

  /** The fraction at which the expectation above gives P(linear) = 1/2; for p ≥ 3. */
  public static double expectedFraction(int p) {
    if (p < 3) {
      throw new GrokException("a critical fraction needs at least three symbols: p = " + p);
    }
    double low = 0;
    double high = 1;
    while (high - low > 1e-12) {
      double middle = (low + high) / 2;
      if (symbolsLeftOut(p, middle) > Math.log(2)) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return (low + high) / 2;
  }

  /** Expected number of symbols that occur in no equation. */
  static double symbolsLeftOut(int p, double fraction) {
    double expected = 0;
    for (int k = 0; k < p; k++) {
      double leftOut = 1;
      for (int sum = k; sum < k + p; sum++) {
        int others = Math.min(sum, 2 * p - 2 - sum) / 2;
        leftOut *= 1 - fraction * (1 - Math.pow(1 - fraction, others));
      }
      expected += leftOut;
    }
    return expected;
  }

  /**
   * The slope of log y against log x by least squares, with its standard error.
   *
   * @param exponent the slope
   * @param error standard error from the residuals; NaN for two points
   */
  public record PowerLaw(double exponent, double error) {
    /** Fits positive numbers, at least two different x. */
    public static PowerLaw fit(double[] x, double[] y) {
      int n = x.length;
      if (n < 2 || y.length != n) {
        throw new GrokException("a power law needs two points: %d and %d".formatted(n, y.length));
      }
      double meanX = 0;
      double meanY = 0;
      for (int i = 0; i < n; i++) {
        meanX += Math.log(x[i]) / n;
        meanY += Math.log(y[i]) / n;
      }
      double xx = 0;
      double xy = 0;
      for (int i = 0; i < n; i++) {
        xx += Math.pow(Math.log(x[i]) - meanX, 2);
        xy += (Math.log(x[i]) - meanX) * (Math.log(y[i]) - meanY);
      }
      double slope = xy / xx;
      double squares = 0;
      for (int i = 0; i < n; i++) {
        squares += Math.pow(Math.log(y[i]) - meanY - slope * (Math.log(x[i]) - meanX), 2);
      }
      return new PowerLaw(slope, n > 2 ? Math.sqrt(squares / (n - 2) / xx) : Double.NaN);
    }
  }
}
