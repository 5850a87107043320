package dev.grok.lab.sweep;

import dev.grok.lab.config.SweepAxis;
import dev.grok.lab.config.SweepConfig;
import dev.grok.models.train.Phase;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Where phases meet. */
public final class Boundaries {
  private Boundaries() {}

  /**
   * Two neighboring grid points of different phases.
   *
   * @param axis along which they are neighbors
   * @param from the one with the smaller value
   * @param to the other
   * @param position the value half way: the geometric mean on a logarithmic axis; NaN where values
   *     are no numbers
   */
  public record Edge(int axis, int from, Phase phase, int to, Phase other, double position) {}

  /** All of them, by axis and grid point. */
  public static List<Edge> of(PhaseMap map) {
    SweepConfig sweep = map.sweep();
    List<Edge> edges = new ArrayList<>();
    int stride = map.gridPoints();
    for (int a = 0; a < sweep.axes().size(); a++) {
      SweepAxis axis = sweep.axes().get(a);
      stride /= axis.points();
      for (int g = 0; g + stride < map.gridPoints(); g++) {
        int place = sweep.place(g)[a];
        if (place + 1 == axis.points()) {
          continue;
        }
        Optional<Phase> here = map.majority(g);
        Optional<Phase> there = map.majority(g + stride);
        if (here.isPresent() && there.isPresent() && here.get() != there.get()) {
          edges.add(
              new Edge(a, g, here.get(), g + stride, there.get(), middle(map, a, axis, place)));
        }
      }
    }
    return edges;
  }

  private static double middle(PhaseMap map, int index, SweepAxis axis, int place) {
    double one = map.results().plan().configs().value(index, place).asDouble(Double.NaN);
    double other = map.results().plan().configs().value(index, place + 1).asDouble(Double.NaN);
    return axis instanceof SweepAxis.Logarithmic
        ? Math.sqrt(one) * Math.sqrt(other)
        : (one + other) / 2;
  }
}
