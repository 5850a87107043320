package dev.grok.theory.statistics;

import dev.grok.api.GrokException;
import dev.grok.models.task.FiniteGroup;
import dev.grok.theory.group.GroupDataSet;
import dev.grok.theory.internal.Require;
import dev.grok.theory.parallelogram.DataSet;
import java.util.Arrays;
import java.util.function.IntUnaryOperator;
import java.util.function.Supplier;

/**
 * The probability that a random training set of N samples determines everything, by Monte Carlo;
 * the phase transition of Fig. 4(a) of the paper. For addition: a unique linear structure, n₀ = 2
 * exactly. For a group: all parallelograms, for products of matrices; for S₃ beside Fig. 18.
 *
 * <p>One pass over an order finds the size at which its data set becomes complete, and with it P(N)
 * for every N. Each P(N) is an ordinary estimate from independent data sets, while estimates of
 * neighboring N share theirs.
 */
public final class CriticalFraction {
  private final long[] completeBySize; // data sets that are complete with N samples, index N
  private final int dataSets;

  /**
   * Draws the data sets.
   *
   * @param criticalSizes makes, for each thread, a function that gives the size at which data set k
   *     becomes complete
   */
  private CriticalFraction(
      int fullSize, MonteCarlo draws, Supplier<IntUnaryOperator> criticalSizes) {
    dataSets = draws.dataSets();
    completeBySize =
        draws.count(
            "the estimate",
            fullSize + 1,
            () -> {
              IntUnaryOperator criticalSize = criticalSizes.get();
              return (k, counts) -> counts[criticalSize.applyAsInt(k)]++;
            });
    Arrays.parallelPrefix(completeBySize, Long::sum);
  }

  /**
   * For unordered addition.
   *
   * @param p number of symbols
   * @param draws at least one data set and one thread
   */
  public static CriticalFraction estimate(int p, MonteCarlo draws) {
    int fullSize = DataSet.fullSize(p);
    draws.requirePositive();
    Require.memory(
        "the solutions of p = %d on %d threads".formatted(p, draws.threads()),
        (long) p * p * draws.threads(),
        Long.BYTES);
    DataSet all = DataSet.full(p);
    return new CriticalFraction(fullSize, draws, () -> new LinearSize(all, draws.seed()));
  }

  /**
   * For products of matrices of a group.
   *
   * @param draws at least one data set and one thread
   */
  public static CriticalFraction estimate(FiniteGroup group, MonteCarlo draws) {
    draws.requirePositive();
    GroupDataSet all = GroupDataSet.full(group);
    return new CriticalFraction(all.size(), draws, () -> new ImpliedSize(all, draws.seed()));
  }

  /** Number of samples there are, |D₀|: N runs from 1 to it. */
  public int fullSize() {
    return completeBySize.length - 1;
  }

  /**
   * P(everything is determined) with N training samples.
   *
   * @param n 1 to {@link #fullSize()}
   */
  public Estimate probability(int n) {
    if (n < 1 || n > fullSize()) {
      throw new GrokException(
          "training samples must be between 1 and %d: %d".formatted(fullSize(), n));
    }
    return new Estimate((int) completeBySize[n], dataSets);
  }

  /**
   * r_c in the paper: the training data fraction at which the probability passes 1/2, interpolated
   * between two sizes; 0.41 for p = 10.
   */
  public double criticalFraction() {
    int n = sizeOfRank(dataSets / 2.0);
    double above = completeBySize[n] - dataSets / 2.0;
    double rise = completeBySize[n] - completeBySize[n - 1];
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

  /** The smallest size at which at least so many data sets are complete. */
  private int sizeOfRank(double rank) {
    double wanted = Math.min(Math.max(rank, 1), dataSets);
    int n = 1;
    while (completeBySize[n] < wanted) {
      n++;
    }
    return n;
  }
}
