package dev.grok.theory.statistics;

import dev.grok.api.GrokException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;

/**
 * How many random data sets are drawn. Data set k is a random order of all samples from substream k
 * of the seed, and its first N samples are its training set of size N; so one pass serves every N.
 * Results do not depend on the number of threads.
 *
 * @param dataSets number of data sets
 * @param seed of all of them
 * @param threads that share the work
 */
public record MonteCarlo(int dataSets, long seed, int threads) {
  /** Counts something over data sets, one after the other; each belongs to one thread. */
  @FunctionalInterface
  interface Counter {
    /** Adds what it finds in data set k to the counts. */
    void count(int k, long[] counts);
  }

  /** Throws unless there is at least one data set and one thread. */
  void requirePositive() {
    if (dataSets < 1 || threads < 1) {
      throw new GrokException(
          "at least one data set and one thread are needed: %d and %d"
              .formatted(dataSets, threads));
    }
  }

  /**
   * Counts over all data sets.
   *
   * @param what name of the work, for errors
   * @param length number of counts
   * @param counters makes a counter for each thread
   */
  long[] count(String what, int length, Supplier<Counter> counters) {
    int shares = Math.min(threads, dataSets);
    ExecutorService pool =
        Executors.newFixedThreadPool(shares, task -> new Thread(task, "grok-theory"));
    try {
      List<Future<long[]>> parts = new ArrayList<>();
      for (int t = 0; t < shares; t++) {
        int first = (int) ((long) dataSets * t / shares);
        int end = (int) ((long) dataSets * (t + 1) / shares);
        parts.add(pool.submit(() -> count(first, end, new long[length], counters.get())));
      }
      long[] total = new long[length];
      for (Future<long[]> part : parts) {
        long[] counts = part.get();
        Arrays.setAll(total, i -> total[i] + counts[i]);
      }
      return total;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new GrokException(what + " was interrupted", interrupted);
    } catch (ExecutionException failed) {
      throw new GrokException(what + " failed: " + failed.getCause(), failed);
    } finally {
      pool.shutdownNow();
    }
  }

  private static long[] count(int first, int end, long[] counts, Counter counter) {
    for (int k = first; k < end && !Thread.currentThread().isInterrupted(); k++) {
      counter.count(k, counts);
    }
    return counts;
  }
}
