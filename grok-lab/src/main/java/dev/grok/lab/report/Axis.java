package dev.grok.lab.report;

/**
 * An axis of a chart.
 *
 * @param name what is on it, with the unit
 * @param log whether it is logarithmic; values must then be positive
 * @param min where it begins; NaN: where the data do
 * @param max where it ends; NaN: where the data do
 */
public record Axis(String name, boolean log, double min, double max) {
  public static Axis linear(String name) {
    return new Axis(name, false, Double.NaN, Double.NaN);
  }

  public static Axis linear(String name, double min, double max) {
    return new Axis(name, false, min, max);
  }

  public static Axis log(String name) {
    return new Axis(name, true, Double.NaN, Double.NaN);
  }

  public static Axis log(String name, double min, double max) {
    return new Axis(name, true, min, max);
  }
}
