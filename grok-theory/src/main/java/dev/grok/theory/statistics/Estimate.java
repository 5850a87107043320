package dev.grok.theory.statistics;

import dev.grok.api.GrokException;

/**
 * A probability estimated by counting.
 *
 * @param successes 0 to trials
 * @param trials at least 1
 */
public record Estimate(int successes, int trials) {
  public Estimate {
    if (trials < 1 || successes < 0 || successes > trials) {
      throw new GrokException("%d of %d is not a share".formatted(successes, trials));
    }
  }

  /** A range of probabilities. */
  public record Interval(double low, double high) {}

  /** The share P. */
  public double probability() {
    return successes / (double) trials;
  }

  /** √(P(1-P)/trials); 0 if every trial ended alike: use {@link #wilson} there. */
  public double standardError() {
    return Math.sqrt(probability() * (1 - probability()) / trials);
  }

  /**
   * Wilson's score interval.
   *
   * @param z number of standard errors: 1.96 for 95 %
   */
  public Interval wilson(double z) {
    if (!(z >= 0) || z == Double.POSITIVE_INFINITY) {
      throw new GrokException("a number of standard errors must not be negative: " + z);
    }
    double share = z * z / trials;
    double center = (probability() + share / 2) / (1 + share);
    double half =
        z
            * Math.sqrt(probability() * (1 - probability()) / trials + share / (4 * trials))
            / (1 + share);
    return new Interval(Math.max(0, center - half), Math.min(1, center + half));
  }
}
