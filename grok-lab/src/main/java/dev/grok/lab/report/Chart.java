package dev.grok.lab.report;

import java.util.List;

/**
 * One panel of a figure.
 *
 * @param title what is seen, in a few words
 * @param x horizontal axis
 * @param y vertical axis
 * @param series what is drawn, later ones on top
 * @param marks lines across
 */
public record Chart(String title, ChartAxis x, ChartAxis y, List<Series> series, List<Mark> marks) {
  public Chart {
    series = List.copyOf(series);
    marks = List.copyOf(marks);
  }

  /** A chart without marks. */
  public Chart(String title, ChartAxis x, ChartAxis y, List<Series> series) {
    this(title, x, y, series, List.of());
  }
}
