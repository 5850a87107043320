package dev.grok.lab.config;

import dev.grok.api.GrokException;
import java.util.ArrayList;
import java.util.List;

/**
 * A sweep as a value: every combination of the axes' values and the base's seeds is a cell.
 *
 * @param name short; names the default directory
 * @param description one line
 * @param source what it reproduces, and where its numbers come from
 * @param base what the cells have in common; its seeds are the seeds of every grid point
 * @param axes what they differ in, the first one slowest
 * @param refine which grid points are trained
 */
public record SweepConfig(
    String name,
    String description,
    String source,
    RunConfig base,
    List<SweepAxis> axes,
    Refine refine) {
  public static final int MAX_CELLS = 10_000_000;

  /**
   * Which grid points are trained: first every so many along each axis, then those about which
   * their neighbors agree least, until a share of the grid is trained. The rest is inferred.
   *
   * @param stride of the first grid points; 1: all are trained
   * @param share of the grid points that are trained at most, in (0, 1]
   */
  public record Refine(int stride, double share) {
    /** All grid points. */
    public static final Refine NONE = new Refine(1, 1);

    public Refine {
      if (stride < 1 || !(share > 0 && share <= 1)) {
        throw new GrokException(
            "refinement needs a stride from 1 and a share in (0, 1]: %d, %s"
                .formatted(stride, share));
      }
    }
  }

  public SweepConfig {
    axes = List.copyOf(axes);
    List<String> taken = new ArrayList<>();
    long cells = base.seeds().size();
    for (SweepAxis axis : axes) {
      for (String key : axis.keys()) {
        for (String other : taken) {
          if (key.equals(other) || key.startsWith(other + ".") || other.startsWith(key + ".")) {
            throw new GrokException(
                "two axes contradict each other: one sets '%s', one '%s'".formatted(other, key));
          }
        }
        if (key.equals("seeds")) {
          throw new GrokException("seeds are no axis: list them in base.seeds");
        }
      }
      taken.addAll(axis.keys());
      cells = Math.multiplyExact(cells, (long) axis.points());
      if (cells > MAX_CELLS) {
        throw new GrokException("a sweep has at most %d cells".formatted(MAX_CELLS));
      }
    }
  }

  /** Number of grid points: combinations of the axes' values. */
  public int gridPoints() {
    return axes.stream().mapToInt(SweepAxis::points).reduce(1, Math::multiplyExact);
  }

  /** Number of cells: a cell for each grid point and seed; seeds are consecutive. */
  public int cells() {
    return gridPoints() * base.seeds().size();
  }

  /** Which value of each axis a grid point has. */
  public int[] place(int gridPoint) {
    int[] place = new int[axes.size()];
    int rest = gridPoint;
    for (int a = place.length - 1; a >= 0; a--) {
      place[a] = rest % axes.get(a).points();
      rest /= axes.get(a).points();
    }
    return place;
  }

  /** The same with another base and other axes. */
  public SweepConfig with(RunConfig otherBase, List<SweepAxis> otherAxes) {
    return new SweepConfig(name, description, source, otherBase, otherAxes, refine);
  }
}
