package dev.grok.lab.sweep.report;

import dev.grok.lab.config.SweepAxis;
import dev.grok.lab.report.ChartAxis;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Where the values of a sweep's axis lie in a chart: numbers at their value, listed values side by
 * side.
 *
 * @param axis of the chart
 * @param edges between the values, one more than there are
 * @param log whether the middle of two edges is their geometric mean
 */
record AxisPlaces(ChartAxis axis, double[] edges, boolean log) {
  /** Stands in for an axis that a sweep does not have. */
  static final AxisPlaces SINGLE =
      new AxisPlaces(ChartAxis.categories("", List.of("")), new double[] {-0.5, 0.5}, false);

  static AxisPlaces of(SweepAxis axis) {
    String name = name(axis);
    int n = axis.points();
    if (axis instanceof SweepAxis.Logarithmic log && n > 1) {
      double half = Math.log10(log.to() / log.from()) / (n - 1) / 2;
      double[] edges =
          IntStream.rangeClosed(0, n)
              .mapToDouble(i -> log.from() * Math.pow(10, (2 * i - 1) * half))
              .toArray();
      return new AxisPlaces(ChartAxis.log(name, least(edges), greatest(edges)), edges, true);
    }
    if (axis instanceof SweepAxis.Linear linear && n > 1) {
      double half = (linear.to() - linear.from()) / (n - 1) / 2;
      double[] edges =
          IntStream.rangeClosed(0, n)
              .mapToDouble(i -> linear.from() + (2 * i - 1) * half)
              .toArray();
      return new AxisPlaces(ChartAxis.linear(name, least(edges), greatest(edges)), edges, false);
    }
    List<String> labels = axis.values().stream().map(Exports::text).toList();
    double[] edges = IntStream.rangeClosed(0, n).mapToDouble(i -> i - 0.5).toArray();
    return new AxisPlaces(ChartAxis.categories(name, labels), edges, false);
  }

  /** The last two parts of the first key. */
  static String name(SweepAxis axis) {
    String[] parts = axis.keys().get(0).split("\\.");
    int from = Math.max(0, parts.length - 2);
    return String.join(" ", List.of(parts).subList(from, parts.length)).replace('_', ' ');
  }

  private static double least(double[] edges) {
    return Math.min(edges[0], edges[edges.length - 1]);
  }

  private static double greatest(double[] edges) {
    return Math.max(edges[0], edges[edges.length - 1]);
  }

  double low(int place) {
    return Math.min(edges[place], edges[place + 1]);
  }

  double high(int place) {
    return Math.max(edges[place], edges[place + 1]);
  }

  double middle(int place) {
    return log
        ? Math.sqrt(edges[place]) * Math.sqrt(edges[place + 1])
        : (edges[place] + edges[place + 1]) / 2;
  }
}
