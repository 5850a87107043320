package dev.grok.lab.report;

import java.util.List;

/**
 * One set of points in a chart. Series of the same name share a legend entry; an empty name has
 * none.
 *
 * @param name legend entry
 * @param kind how it is drawn
 * @param color see {@link Color}
 * @param points [x, y], for bands [x, low, high], for cells [left, right, bottom, top, x, y] with
 *     the point that they stand for; NaN y interrupts a line
 */
public record Series(String name, Kind kind, String color, List<double[]> points) {
  public enum Kind {
    LINE,
    /** A thin line, for one of many replicas. */
    FAINT,
    DASHED,
    BAND,
    DOTS,
    /** Hollow triangles: the value is only known to be at least this. */
    CENSORED,
    /** Filled rectangles: a map. */
    CELLS
  }

  public Series {
    points = List.copyOf(points);
  }

  /** A straight line between two points. */
  public static Series segment(String name, Kind kind, String color, double[] from, double[] to) {
    return new Series(name, kind, color, List.of(from, to));
  }
}
