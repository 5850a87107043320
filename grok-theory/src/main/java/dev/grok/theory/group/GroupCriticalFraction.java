package dev.grok.theory.group;

import dev.grok.api.GrokException;
import dev.grok.models.random.RandomStream;
import dev.grok.models.random.RandomStream.Purpose;
import dev.grok.models.task.FiniteGroup;
import dev.grok.theory.Estimate;
import dev.grok.theory.internal.Shares;
import dev.grok.theory.internal.Shuffle;
import java.util.Arrays;

/**
 * The probability that N random training samples of a group imply all of its parallelograms for
 * products of matrices, by Monte Carlo; for S₃ beside Fig. 18 of the paper. Data set k is a random
 * order of all samples, and its first N are the training set of size N.
 */
public final class GroupCriticalFraction {
  private final int fullSize;
  private final int dataSets;
  private final int[] completeBySize;

  private GroupCriticalFraction(int fullSize, int dataSets, int[] completeBySize) {
    this.fullSize = fullSize;
    this.dataSets = dataSets;
    this.completeBySize = completeBySize;
  }

  /** Draws the data sets. The result does not depend on the number of threads. */
  public static GroupCriticalFraction estimate(
      FiniteGroup group, int dataSets, long seed, int threads) {
    if (dataSets < 1 || threads < 1) {
      throw new GrokException(
          "at least one data set and one thread are needed: %d and %d"
              .formatted(dataSets, threads));
    }
    int fullSize = group.order() * group.order();
    int[] complete = new int[fullSize + 1];
    for (int[] share :
        Shares.run(
            "the estimate",
            dataSets,
            threads,
            (first, end) -> countCriticalSizes(group, seed, first, end))) {
      Arrays.setAll(complete, size -> complete[size] + share[size]);
    }
    Arrays.parallelPrefix(complete, Integer::sum);
    return new GroupCriticalFraction(fullSize, dataSets, complete);
  }

  private static int[] countCriticalSizes(FiniteGroup group, long seed, int first, int end) {
    int n = group.order();
    int[] counts = new int[n * n + 1];
    Shuffle shuffle = new Shuffle(n * n);
    GroupDeduction deduction = new GroupDeduction(group, Composition.MATRIX_PRODUCT);
    int[] ofProduct = new int[n * n]; // elements a of the samples of each product, n places each
    int[] perProduct = new int[n];
    for (int k = first; k < end && !Thread.currentThread().isInterrupted(); k++) {
      shuffle.start(new RandomStream(seed, Purpose.THEORY, k));
      deduction.clear();
      Arrays.fill(perProduct, 0);
      int size = 0;
      while (size < n * n && (size == 0 || !deduction.isComplete())) {
        int sample = shuffle.next();
        int a = sample / n;
        int b = sample % n;
        int product = group.product(a, b);
        for (int former = 0; former < perProduct[product]; former++) {
          int c = ofProduct[product * n + former];
          deduction.join(a, b, c, group.product(group.inverse(c), product));
        }
        ofProduct[product * n + perProduct[product]++] = a;
        size++;
      }
      counts[size]++;
    }
    return counts;
  }

  /** |D₀| = n²: N runs from 1 to it. */
  public int fullSize() {
    return fullSize;
  }

  /** P(everything is implied) with N training samples. */
  public Estimate probability(int n) {
    if (n < 1 || n > fullSize) {
      throw new GrokException(
          "training samples must be between 1 and %d: %d".formatted(fullSize, n));
    }
    return new Estimate(completeBySize[n], dataSets);
  }

  /** The fraction at which the probability passes 1/2, interpolated between two sizes. */
  public double criticalFraction() {
    int n = 1;
    while (2L * completeBySize[n] < dataSets) {
      n++;
    }
    double above = completeBySize[n] - dataSets / 2.0;
    double rise = completeBySize[n] - completeBySize[n - 1];
    return (n - above / rise) / fullSize;
  }
}
