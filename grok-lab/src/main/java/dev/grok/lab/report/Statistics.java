package dev.grok.lab.report;

import java.util.Arrays;
import java.util.Collection;

/** Medians and the like of finite numbers. */
public final class Statistics {
  private Statistics() {}

  /** The median of the finite ones; NaN if there is none. */
  public static double median(Collection<Double> values) {
    double[] sorted = finite(values);
    int n = sorted.length;
    return n == 0 ? Double.NaN : (sorted[(n - 1) / 2] + sorted[n / 2]) / 2;
  }

  /** The mean of the finite ones; NaN if there is none. */
  public static double mean(Collection<Double> values) {
    return Arrays.stream(finite(values)).average().orElse(Double.NaN);
  }

  /** The smallest finite one; NaN if there is none. */
  public static double min(Collection<Double> values) {
    return Arrays.stream(finite(values)).min().orElse(Double.NaN);
  }

  /** The largest finite one; NaN if there is none. */
  public static double max(Collection<Double> values) {
    return Arrays.stream(finite(values)).max().orElse(Double.NaN);
  }

  private static double[] finite(Collection<Double> values) {
    return values.stream()
        .mapToDouble(Double::doubleValue)
        .filter(Double::isFinite)
        .sorted()
        .toArray();
  }
}
