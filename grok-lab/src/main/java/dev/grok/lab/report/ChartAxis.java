package dev.grok.lab.report;

import java.util.List;

/**
 * An axis of a chart.
 *
 * @param name what is on it, with the unit
 * @param log whether it is logarithmic; values must then be positive
 * @param min where it begins; NaN: where the data do
 * @param max where it ends; NaN: where the data do
 * @param labels what stands at 0, 1, 2, ...; none: the numbers themselves
 */
public record ChartAxis(String name, boolean log, double min, double max, List<String> labels) {
  public ChartAxis {
    labels = List.copyOf(labels);
  }

  public static ChartAxis linear(String name) {
    return new ChartAxis(name, false, Double.NaN, Double.NaN, List.of());
  }

  public static ChartAxis linear(String name, double min, double max) {
    return new ChartAxis(name, false, min, max, List.of());
  }

  public static ChartAxis log(String name) {
    return new ChartAxis(name, true, Double.NaN, Double.NaN, List.of());
  }

  public static ChartAxis log(String name, double min, double max) {
    return new ChartAxis(name, true, min, max, List.of());
  }

  /** For things that are no numbers: the first at 0, the next at 1, and so on. */
  public static ChartAxis categories(String name, List<String> labels) {
    return new ChartAxis(name, false, -1, labels.size(), labels);
  }
}
