package dev.grok.bench;

import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What one core can do, as measured in the same run.
 *
 * @param flops per second
 * @param divisions per second, the mean of divisions and square roots
 * @param copies bandwidths by footprint
 */
record Limits(double flops, double divisions, List<Copy> copies) {
  /** A measured bandwidth: bytes read and written per second at a footprint. */
  record Copy(double footprint, double bytesPerSecond) {}

  /** From the rows of {@link RooflineBenchmark}; 0 where one is missing. */
  static Limits of(List<Row> rows) {
    double division = rate(rows, "division", Row::divisions);
    double root = rate(rows, "root", Row::divisions);
    double divisions = division == 0 || root == 0 ? 0 : 2 / (1 / division + 1 / root);
    List<Copy> copies =
        rows.stream()
            .filter(row -> row.work().startsWith("copy of") && row.by().equals("machine"))
            .map(row -> new Copy(row.footprint(), row.bytes() / row.fastest()))
            .sorted(Comparator.comparingDouble(Copy::footprint))
            .toList();
    return new Limits(rate(rows, "fma", Row::flops), divisions, copies);
  }

  private static double rate(List<Row> rows, String work, ToDoubleFunction<Row> count) {
    return rows.stream()
        .filter(row -> row.work().equals(work))
        .mapToDouble(row -> count.applyAsDouble(row) / row.fastest())
        .findFirst()
        .orElse(0);
  }

  /** The limit that binds a row, and how near the row comes: 1 is as fast as the machine allows. */
  record Bound(String by, double fraction) {}

  /** The limit that comes nearest; none binds a device. */
  Bound bound(Row row) {
    Bound best = new Bound("", 0);
    if (!OpenBackend.isOnCores(row.by())) {
      return best;
    }
    best = larger(best, "FMA", row.flops() / (flops * row.threads()), row);
    best = larger(best, "division", row.divisions() / (divisions * row.threads()), row);
    // Threads share the third-level cache and memory: there this limit is higher than the true one.
    return larger(best, "bandwidth", row.bytes() / (bandwidth(row) * row.threads()), row);
  }

  private static Bound larger(Bound best, String by, double seconds, Row row) {
    double fraction = seconds / row.seconds();
    return fraction > best.fraction() && !Double.isInfinite(fraction)
        ? new Bound(by, fraction)
        : best;
  }

  /** At the smallest measured footprint that holds the row's; at the largest if none does. */
  private double bandwidth(Row row) {
    for (Copy copy : copies) {
      // A few scalars beside the arrays do not count.
      if (row.footprint() <= 1.001 * copy.footprint()) {
        return copy.bytesPerSecond();
      }
    }
    return copies.isEmpty() ? 0 : copies.get(copies.size() - 1).bytesPerSecond();
  }
}
