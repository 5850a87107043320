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
public record Axis(String name, boolean log, double min, double max, List<String> labels) {
  public Axis {
    labels = List.copyOf(labels);
  }

  public static Axis linear(String name) {
    return new Axis(name, false, Double.NaN, Double.NaN, List.of());
  }

  public static Axis linear(String name, double min, double max) {
    return new Axis(name, false, min, max, List.of());
  }

  public static Axis log(String name) {
    return new Axis(name, true, Double.NaN, Double.NaN, List.of());
  }

  public static Axis log(String name, double min, double max) {
    return new Axis(name, true, min, max, List.of());
  }

  /** For things that are no numbers: the first at 0, the next at 1, and so on. */
  public static Axis categories(String name, List<String> labels) {
    return new Axis(name, false, -1, labels.size(), labels);
  }
}
