package dev.grok.theory;

import dev.grok.api.GrokException;
import dev.grok.models.random.RandomStream;
import dev.grok.models.random.RandomStream.Purpose;
import dev.grok.models.task.Pair;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * The probability that a random training set of N samples determines a unique linear structure (n₀
 * = 2, exactly), by Monte Carlo; the phase transition of Fig. 4(a) of the paper.
 *
 * <p>Data set k is a random order of all samples drawn from its own substream of the seed, and its
 * first N samples are its training set of size N. So one pass finds the size at which each data set
 * becomes linear, and with it P(N) for every N; each P(N) is an ordinary estimate from independent
 * data sets, while estimates of neighbouring N share theirs.
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
    List<Pair> samples = DataSet.full(p).samples();
    if (dataSets < 1 || threads < 1) {
      throw new GrokException(
          "at least one data set and one thread are needed: %d and %d"
              .formatted(dataSets, threads));
    }
    MemoryEstimate.require(
        "the row spaces of p = %d on %d threads".formatted(p, threads),
        (long) p * p * threads,
        Long.BYTES);
    List<Callable<int[]>> shares = new ArrayList<>();
    for (int t = 0; t < threads; t++) {
      int first = (int) ((long) dataSets * t / threads);
      int end = (int) ((long) dataSets * (t + 1) / threads);
      shares.add(() -> countCriticalSizes(p, samples, seed, first, end));
    }
    int[] linear = new int[samples.size() + 1];
    for (int[] share : inParallel(shares)) {
      Arrays.setAll(linear, size -> linear[size] + share[size]);
    }
    Arrays.parallelPrefix(linear, Integer::sum);
    return new CriticalFraction(p, dataSets, linear);
  }

  private static List<int[]> inParallel(List<Callable<int[]>> shares) {
    ExecutorService pool =
        Executors.newFixedThreadPool(
            shares.size(), task -> new Thread(task, "grok-critical-fraction"));
    try {
      List<int[]> counts = new ArrayList<>();
      for (Future<int[]> share : pool.invokeAll(shares)) {
        counts.add(share.get());
      }
      return counts;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new GrokException("the estimate was interrupted", interrupted);
    } catch (ExecutionException failed) {
      throw new GrokException("the estimate failed: " + failed.getCause(), failed);
    } finally {
      pool.shutdownNow();
    }
  }

  /** How many of the given data sets become linear with exactly N samples, index N. */
  private static int[] countCriticalSizes(
      int p, List<Pair> samples, long seed, int first, int end) {
    int[] counts = new int[samples.size() + 1];
    ExactRank space = new ExactRank(p);
    for (int k = first; k < end && !Thread.currentThread().isInterrupted(); k++) {
      RandomStream random = new RandomStream(seed, Purpose.THEORY, k);
      int[] order = random.choose(samples.size(), samples.size());
      counts[criticalSize(p, samples, order, space)]++;
    }
    return counts;
  }

  /**
   * The smallest number of leading samples whose P₀(D) has nullity 2. The first sample of a sum
   * against every later one spans what all pairs of that sum span.
   */
  static int criticalSize(int p, List<Pair> samples, int[] order, ExactRank space) {
    space.clear();
    Pair[] firstOfSum = new Pair[2 * p - 1];
    int[] row = new int[p];
    int size = 0;
    while (size < order.length && (space.nullity() > 2 || size == 0)) {
      Pair sample = samples.get(order[size++]);
      int sum = sample.a() + sample.b();
      Pair first = firstOfSum[sum];
      if (first == null) {
        firstOfSum[sum] = sample;
      } else {
        Arrays.fill(row, 0);
        row[sample.a()]++;
        row[sample.b()]++;
        row[first.a()]--;
        row[first.b()]--;
        space.insert(row);
      }
    }
    return size;
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
}
