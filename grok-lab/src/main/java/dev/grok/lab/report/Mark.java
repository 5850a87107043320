package dev.grok.lab.report;

/**
 * A straight line across a chart.
 *
 * @param axis across which axis: {@code x} makes it vertical
 * @param value where
 * @param label beside it
 * @param color see {@link Color}
 */
public record Mark(String axis, double value, String label, String color) {
  public static Mark x(double value, String label, String color) {
    return new Mark("x", value, label, color);
  }

  public static Mark y(double value, String label, String color) {
    return new Mark("y", value, label, color);
  }
}
