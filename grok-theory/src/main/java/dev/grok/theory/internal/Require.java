package dev.grok.theory.internal;

import dev.grok.api.GrokException;
import java.util.BitSet;
import java.util.Locale;

/** Refuses arguments that several packages take, each with its one sentence. */
public final class Require {
  private static final long MOST_BYTES = 1L << 30;

  private Require() {}

  /** Two numbers of symbols must agree. */
  public static void sameP(int p, int other) {
    if (p != other) {
      throw new GrokException("numbers of symbols differ: p = %d and p = %d".formatted(p, other));
    }
  }

  /** Marks the sample (a, b) as seen; it must be new. */
  public static void newSample(BitSet seen, int symbols, int a, int b) {
    if (seen.get(a * symbols + b)) {
      throw new GrokException("sample (%d, %d) is twice in the data set".formatted(a, b));
    }
    seen.set(a * symbols + b);
  }

  /** A step size must be positive and finite. */
  public static void step(double eta) {
    if (!(eta > 0) || eta == Double.POSITIVE_INFINITY) {
      throw new GrokException("the step size must be positive: " + eta);
    }
  }

  /** The error allowed in a step must lie between 0 and 1. */
  public static void tolerance(double tolerance) {
    if (!(tolerance > 0 && tolerance < 1)) {
      throw new GrokException("a tolerance must be between 0 and 1: " + tolerance);
    }
  }

  /** δ of RQI must be positive and finite. */
  public static void threshold(double threshold) {
    if (!(threshold > 0) || threshold == Double.POSITIVE_INFINITY) {
      throw new GrokException("the threshold of RQI must be positive: " + threshold);
    }
  }

  /**
   * So many items of so many bytes must fit into 1 GiB, a fixed limit, so that what is refused does
   * not depend on the machine. To be asked before they are allocated.
   */
  public static void memory(String what, long count, long bytesEach) {
    double bytes = (double) count * bytesEach;
    if (bytes > MOST_BYTES) {
      throw new GrokException(
          String.format(
              Locale.ROOT,
              "%s would take %.1f GiB of memory, the limit is %d GiB: choose a smaller p or fewer"
                  + " samples",
              what,
              bytes / MOST_BYTES,
              MOST_BYTES >> 30));
    }
  }

  /**
   * Values must be finite and ascend from 0 on.
   *
   * @param shown the values as the caller gave them
   */
  public static void ascending(String what, double[] values, String shown) {
    double former = 0;
    for (double value : values) {
      if (!(value >= former) || value == Double.POSITIVE_INFINITY) {
        throw new GrokException("%s must ascend from 0 on: %s".formatted(what, shown));
      }
      former = value;
    }
  }
}
