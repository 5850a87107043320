package dev.grok.lab.report;

import dev.grok.lab.report.Series.Kind;
import dev.grok.lab.train.ReplicaRun;
import dev.grok.models.architecture.ToyModel;
import dev.grok.models.task.ModularTask;
import dev.grok.models.train.Crossing;
import dev.grok.theory.representation.Circle;
import dev.grok.theory.representation.Pca;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** Figures of embeddings that have too many dimensions to be drawn themselves. */
final class RepresentationFigures {
  private RepresentationFigures() {}

  /**
   * Principal components at the start, when training and validation are reached, and at the end;
   * empty if there are no embeddings of three or more dimensions, or they are not finite.
   */
  static Optional<Figure> snapshots(ReplicaRun run) {
    if (run.embeddings().isEmpty() || run.embeddings().get(0)[0].length < 3) {
      return Optional.empty();
    }
    List<Chart> charts = new ArrayList<>();
    for (int entry : entries(run)) {
      if (!ReplicaRun.isFinite(run.embeddings().get(entry))) {
        return Optional.empty();
      }
      charts.add(plane(run, entry));
    }
    return Optional.of(
        new Figure(
            "From noise to structure",
            ("The embeddings of the %d symbols on their first two principal components, from dark"
                    + " to bright, replica with seed %d: at the start, when training and validation"
                    + " accuracy reached their thresholds, and at the end.%s%s")
                .formatted(
                    run.embeddings().get(0).length,
                    run.experiment().seed(),
                    run.experiment().model() instanceof ToyModel
                        ? ""
                        : " Each embedding is standardized over its dimensions before.",
                    circle(run)),
            "Fig. 1",
            charts));
  }

  /** The entries of the log that are shown, ascending. */
  private static SortedSet<Integer> entries(ReplicaRun run) {
    int last = run.log().size() - 1;
    SortedSet<Integer> entries = new TreeSet<>(List.of(0, last));
    for (Crossing crossing : List.of(run.outcome().train(), run.outcome().validation())) {
      if (crossing instanceof Crossing.Reached reached) {
        for (int i = 0; i <= last; i++) {
          if (run.log().get(i).metrics().step() >= reached.step()) {
            entries.add(i);
            break;
          }
        }
      }
    }
    return entries;
  }

  private static Chart plane(ReplicaRun run, int entry) {
    double[][] embedding = prepared(run, entry);
    double[][] plane = Pca.of(embedding).transform(embedding, 2);
    List<Series> series = new ArrayList<>();
    for (int i = 0; i < plane.length; i++) {
      String color = Color.scale(i / (double) (plane.length - 1));
      series.add(new Series("", Kind.DOTS, color, List.<double[]>of(plane[i])));
    }
    return new Chart(
        "Step %d".formatted(run.log().get(entry).metrics().step()),
        ChartAxis.linear("first component"),
        ChartAxis.linear("second component"),
        series);
  }

  /** The embeddings, standardized as the authors do it for their transformers. */
  private static double[][] prepared(ReplicaRun run, int entry) {
    double[][] embedding = run.embeddings().get(entry);
    return run.experiment().model() instanceof ToyModel
        ? embedding
        : Pca.standardizeRows(Arrays.copyOf(embedding, symbols(run, embedding.length)));
  }

  /** Without the symbols that a transformer writes between those of the task. */
  private static int symbols(ReplicaRun run, int embedded) {
    return run.experiment().task() instanceof ModularTask modular ? modular.p() : embedded;
  }

  private static String circle(ReplicaRun run) {
    if (!(run.experiment().task() instanceof ModularTask modular)
        || modular.operation() != ModularTask.Operation.ADDITION) {
      return "";
    }
    Circle circle = Circle.of(prepared(run, run.log().size() - 1));
    String radius = " radius spread %.0f %%.".formatted(100 * circle.radiusSpread());
    return circle.order() == 1
        ? " At the end they go around a circle in the order of %d times the residue;%s"
            .formatted(circle.k(), radius)
        : " At the end %.0f %% of neighbors around the center follow one order;%s"
            .formatted(100 * circle.order(), radius);
  }
}
