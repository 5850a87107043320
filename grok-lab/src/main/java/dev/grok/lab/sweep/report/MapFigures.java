package dev.grok.lab.sweep.report;

import dev.grok.lab.config.SweepAxis;
import dev.grok.lab.console.Names;
import dev.grok.lab.report.Chart;
import dev.grok.lab.report.Color;
import dev.grok.lab.report.Figure;
import dev.grok.lab.report.Series;
import dev.grok.lab.report.Series.Kind;
import dev.grok.lab.sweep.PhaseMap;
import dev.grok.lab.sweep.PhaseMap.Threshold;
import dev.grok.models.train.Phase;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** The maps of a sweep: its first axis to the right, its second one upwards. */
record MapFigures(PhaseMap map, AxisPlaces x, AxisPlaces y) {
  /** Steps are shown in half decades, shares in fifths. */
  private static final int CLASSES_PER_DECADE = 2;

  private static final int STEP_CLASSES = 5;
  private static final int SHARES = 5;
  private static final int MOST_PANELS = 6;

  private static AxisPlaces places(PhaseMap map, int axis) {
    List<SweepAxis> axes = map.sweep().axes();
    return axis < axes.size() ? AxisPlaces.of(axes.get(axis)) : AxisPlaces.SINGLE;
  }

  static List<Figure> of(PhaseMap map) {
    MapFigures figures = new MapFigures(map, places(map, 0), places(map, 1));
    List<Figure> all = new ArrayList<>();
    all.add(figures.phases());
    all.add(figures.steps());
    if (map.seeds() > 1) {
      all.add(figures.probability());
    }
    return all;
  }

  private String panelTitle(String what, int panel) {
    StringBuilder title = new StringBuilder(what);
    int[] place = map.sweep().place(panel);
    for (int a = 2; a < place.length; a++) {
      JsonNode value = map.results().plan().configs().value(a, place[a]);
      title.append(", ").append(AxisPlaces.name(map.sweep().axes().get(a))).append(' ');
      title.append(Exports.text(value));
    }
    return title.toString();
  }

  /** Grid points that share the values of the axes beyond the second make a panel. */
  private int panels() {
    return map.sweep().axes().stream()
        .skip(2)
        .mapToInt(SweepAxis::points)
        .reduce(1, (n, m) -> n * m);
  }

  private Series series(String name, String color, int panel, IntPredicate shown) {
    List<double[]> points = new ArrayList<>();
    for (int g = panel; g < map.gridPoints(); g += panels()) {
      if (shown.test(g)) {
        int[] place = map.sweep().place(g);
        int i = place.length > 0 ? place[0] : 0;
        int j = place.length > 1 ? place[1] : 0;
        points.add(
            new double[] {x.low(i), x.high(i), y.low(j), y.high(j), x.middle(i), y.middle(j)});
      }
    }
    return new Series(name, Kind.CELLS, color, points);
  }

  /** A chart for each panel, up to a number of them. */
  private List<Chart> charts(String title, int most, IntFunction<List<Series>> seriesOfPanel) {
    return IntStream.range(0, Math.min(panels(), most))
        .mapToObj(p -> new Chart(panelTitle(title, p), x.axis(), y.axis(), seriesOfPanel.apply(p)))
        .toList();
  }

  private Figure phases() {
    String inferred =
        map.inferred() > 0
            ? " %d grid points were inferred from their neighbors.".formatted(map.inferred())
            : "";
    return new Figure(
        "Phase diagram",
        "The phase in which each cell ends%s. What has not ended yet is left blank.%s"
            .formatted(
                map.seeds() > 1 ? ", the most frequent one of %d seeds".formatted(map.seeds()) : "",
                inferred),
        "Table 1 and Fig. 6",
        charts("Phase", MOST_PANELS, this::phaseSeries));
  }

  private List<Series> phaseSeries(int panel) {
    return Stream.of(Phase.values())
        .map(
            phase ->
                series(
                    Names.of(phase),
                    Color.phase(phase),
                    panel,
                    g -> map.majority(g).filter(phase::equals).isPresent()))
        .toList();
  }

  private Figure steps() {
    List<Chart> charts = new ArrayList<>();
    for (Threshold threshold : Threshold.values()) {
      String title = "Steps to the " + Names.of(threshold) + " threshold";
      charts.addAll(charts(title, MOST_PANELS / 2, p -> stepSeries(threshold, p)));
    }
    return new Figure(
        "Steps to the thresholds",
        "Updates until accuracy first reaches its threshold%s, in half decades; gray: not within the steps of a cell."
            .formatted(map.seeds() > 1 ? ", median over seeds" : ""),
        "the times behind Table 1 and Fig. 6",
        charts);
  }

  private List<Series> stepSeries(Threshold threshold, int panel) {
    long most = Math.min(map.rule().budget(), map.sweep().base().steps());
    int last = (int) Math.ceil(Math.log10(Math.max(most, 2)) * CLASSES_PER_DECADE);
    int first = Math.max(0, last - STEP_CLASSES);
    List<Series> series = new ArrayList<>();
    for (int c = first; c < last; c++) {
      double low = c == first ? 0 : Math.pow(10, (double) c / CLASSES_PER_DECADE);
      double high = Math.pow(10, (c + 1.0) / CLASSES_PER_DECADE);
      double place = (c - first) / (double) Math.max(1, last - first - 1);
      series.add(
          series(
              "< %.0f".formatted(high),
              Color.scale(place),
              panel,
              g -> {
                OptionalLong median = map.medianSteps(g, threshold);
                return median.isPresent() && median.getAsLong() >= low && median.getAsLong() < high;
              }));
    }
    series.add(
        series(
            "not reached",
            Color.NEUTRAL,
            panel,
            g -> map.counts(g).total() > 0 && map.medianSteps(g, threshold).isEmpty()));
    return series;
  }

  private Figure probability() {
    List<Chart> charts = new ArrayList<>();
    for (Phase phase : Phase.values()) {
      String title = "Share of seeds in " + Names.of(phase);
      charts.addAll(charts(title, 1, p -> shareSeries(phase, p)));
    }
    return new Figure(
        "How sure the phases are",
        "The share of %d seeds that ends in each phase.".formatted(map.seeds()),
        "Fig. 6, over seeds",
        charts);
  }

  private List<Series> shareSeries(Phase phase, int panel) {
    List<Series> series = new ArrayList<>();
    for (int c = 0; c < SHARES; c++) {
      double low = (double) c / SHARES;
      double high = c == SHARES - 1 ? 2 : (c + 1.0) / SHARES;
      series.add(
          series(
              "from %.0f %%".formatted(100 * low),
              Color.scale((double) c / (SHARES - 1)),
              panel,
              g -> {
                double share = map.counts(g).probability(phase);
                return share >= low && share < high;
              }));
    }
    return series;
  }
}
