package dev.grok.theory;

import dev.grok.api.GrokException;
import dev.grok.theory.internal.MemoryEstimate;
import dev.grok.theory.internal.Shares;
import java.util.Arrays;

/**
 * The probability that a random training set of N samples determines a unique linear structure (n₀
 * = 2, exactly), by Monte Carlo; the phase transition of Fig. 4(a) of the paper.
 *
 * <p>Data set k is a random order of all samples drawn from its own substream of the seed, and its
 * first N samples are its training set of size N. So one pass finds the size at which each data set
 * becomes linear, and with it P(N) for every N; each P(N) is an ordinary estimate from independent
 * data sets, while estimates of neighboring N share theirs.
 */
public final class CriticalFraction {
  private final int p;
  private final int dataSets;
  private final int[] linearBySize; // data sets that are linear with N samples, index N

  private CriticalFraction(int p, int dataSets, int[] linearBySize) {
    this.p = p;
    this.dataSets = dataSets;
    this.linearBySize = linearBySize;
  }

  /**
   * Draws the data sets. The result does not depend on the number of threads.
   *
   * @param p number of symbols; unordered addition
   * @param dataSets at least 1
   * @param threads at least 1
   */
  public static CriticalFraction estimate(int p, int dataSets, long seed, int threads) {
    int fullSize = DataSet.fullSize(p);
    if (dataSets < 1 || threads < 1) {
      throw new GrokException(
          "at least one data set and one thread are needed: %d and %d"
              .formatted(dataSets, threads));
    }
    MemoryEstimate.require(
        "the solutions of p = %d on %d threads".formatted(p, threads),
        (long) p * p * threads,
        Long.BYTES);
    int[] linear = new int[fullSize + 1];
    for (int[] share :
        Shares.run(
            "the estimate",
            dataSets,
            threads,
            (first, end) -> countCriticalSizes(p, fullSize, seed, first, end))) {
      Arrays.setAll(linear, size -> linear[size] + share[size]);
    }
    Arrays.parallelPrefix(linear, Integer::sum);
    return new CriticalFraction(p, dataSets, linear);
  }

  /** How many of the given data sets become linear with exactly N samples, index N. */
  private static int[] countCriticalSizes(int p, int fullSize, long seed, int first, int end) {
    int[] counts = new int[fullSize + 1];
    SampleOrder order = new SampleOrder(p);
    DegreesOfFreedom degrees = new DegreesOfFreedom(p);
    for (int k = first; k < end && !Thread.currentThread().isInterrupted(); k++) {
      counts[criticalSize(order, degrees, seed, k)]++;
    }
    return counts;
  }

  /**
   * The smallest number of leading samples with n₀ = 2, exactly. That n₀ = 2 with the last sample
   * is proved by the rank modulo a prime; that it is 3 without it, by {@link DegreesOfFreedom#n0}.
   */
  static int criticalSize(SampleOrder order, DegreesOfFreedom degrees, long seed, int k) {
    order.start(seed, k);
    degrees.clear();
    int size = 0;
    do {
      order.next();
      size++;
      if (degrees.bound() == 3 && degrees.wouldTie(order.a(), order.b()) && degrees.n0() == 2) {
        return slowCriticalSize(order, seed, k, size - 1);
      }
      degrees.add(order.a(), order.b());
    } while (degrees.bound() > 2);
    return size;
  }

  /** Where the prime divided a minor: asks for the proved n₀ after every sample. */
  private static int slowCriticalSize(SampleOrder order, long seed, int k, int atMost) {
    DegreesOfFreedom degrees = new DegreesOfFreedom(order.p());
    order.start(seed, k);
    for (int size = 1; size < atMost; size++) {
      order.next();
      degrees.add(order.a(), order.b());
      if (degrees.n0() == 2) {
        return size;
      }
    }
    return atMost;
  }

  /** Number of symbols. */
  public int p() {
    return p;
  }

  /** Number of samples there are, |D₀|: N runs from 1 to it. */
  public int fullSize() {
    return linearBySize.length - 1;
  }

  /**
   * P(linear structure) with N training samples.
   *
   * @param n 1 to {@link #fullSize()}
   */
  public Estimate probability(int n) {
    if (n < 1 || n > fullSize()) {
      throw new GrokException(
          "training samples must be between 1 and %d: %d".formatted(fullSize(), n));
    }
    return new Estimate(linearBySize[n], dataSets);
  }

  /**
   * r_c in the paper: the training data fraction at which the probability passes 1/2, interpolated
   * between two sizes; 0.41 for p = 10.
   */
  public double criticalFraction() {
    int n = 1;
    while (2L * linearBySize[n] < dataSets) {
      n++;
    }
    double above = linearBySize[n] - dataSets / 2.0;
    double rise = linearBySize[n] - linearBySize[n - 1];
    return (n - above / rise) / fullSize();
  }

  /**
   * Between which fractions r_c lies: the interval of the median of the critical sizes, by order
   * statistics.
   *
   * @param z number of standard errors: 1.96 for 95 %
   */
  public Estimate.Interval criticalInterval(double z) {
    double half = z * Math.sqrt(dataSets) / 2;
    return new Estimate.Interval(
        (sizeOfRank(dataSets / 2.0 - half) - 1) / (double) fullSize(),
        sizeOfRank(dataSets / 2.0 + half + 1) / (double) fullSize());
  }

  /** The smallest size at which at least so many data sets are linear. */
  private int sizeOfRank(double rank) {
    double wanted = Math.min(Math.max(rank, 1), dataSets);
    int n = 1;
    while (linearBySize[n] < wanted) {
      n++;
    }
    return n;
  }
}
