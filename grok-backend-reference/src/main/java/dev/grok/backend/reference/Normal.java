package dev.grok.backend.reference;

/** The standard normal distribution in double precision. */
final class Normal {
  /** Below it the series is used, from here on the continued fraction. */
  private static final double LARGE = 3;

  /** What either needs at the worst place, 3, to be exact to rounding. */
  private static final int TERMS = 120;

  private Normal() {}

  /** φ(x). */
  static double density(double x) {
    return Math.exp(-x * x / 2) / Math.sqrt(2 * Math.PI);
  }

  /** Φ(x), accurate relative to its value on both sides. */
  static double distribution(double x) {
    if (Math.abs(x) < LARGE) {
      return 0.5 + series(x);
    }
    double tail = density(x) / fraction(Math.abs(x));
    return x > 0 ? 1 - tail : tail;
  }

  /** Φ(x) - 1/2 = φ(x) (x + x³/3 + x⁵/(3 5) + ...) (Abramowitz and Stegun, 26.2.11). */
  private static double series(double x) {
    double term = x;
    double sum = x;
    for (int n = 1; n < TERMS; n++) {
      term *= x * x / (2 * n + 1);
      sum += term;
    }
    return density(x) * sum;
  }

  /** φ(x) / (1 - Φ(x)) = x + 1/(x + 2/(x + 3/(x + ...))) (26.2.14). */
  private static double fraction(double x) {
    double value = x;
    for (int n = TERMS; n > 0; n--) {
      value = x + n / value;
    }
    return value;
  }
}
