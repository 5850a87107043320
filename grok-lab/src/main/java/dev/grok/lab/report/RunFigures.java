package dev.grok.lab.report;

import dev.grok.api.backend.Backend;
import dev.grok.lab.train.ReplicaRun;
import dev.grok.models.task.AdditionTask;
import dev.grok.theory.statistics.CriticalFraction;
import dev.grok.theory.statistics.MonteCarlo;
import java.util.ArrayList;
import java.util.List;

/**
 * The figures of trained networks, in the order in which a page shows them.
 *
 * @param runs all that were trained
 * @param threshold above which RQI counts as linear
 */
public record RunFigures(List<ReplicaRun> runs, double threshold) {
  /** Random data sets for the theory's curve beside a run. */
  private static final int DATA_SETS = 2_000;

  /**
   * Figures of one run; with those of the theory if it speaks of such networks.
   *
   * @param backend for the theory's trajectories
   */
  public List<Figure> ofRun(Backend backend) {
    ReplicaRun first = runs.get(0);
    CurveFigures curves = new CurveFigures(runs);
    List<Figure> figures = new ArrayList<>(List.of(curves.training()));
    if (runs.stream().anyMatch(run -> Double.isFinite(run.log().get(0).rqi()))) {
      figures.add(curves.rqi(threshold));
    }
    RepresentationFigures.snapshots(first).ifPresent(figures::add);
    figures.add(curves.sizes());
    if (first.prediction().isPresent()) {
      int p = ((AdditionTask) first.experiment().task()).p();
      addTheory(
          figures, backend, first, CriticalFraction.estimate(p, new MonteCarlo(DATA_SETS, 0, 1)));
    }
    return figures;
  }

  /**
   * Figures of runs with training sets of several sizes.
   *
   * @param backend for the theory's trajectories
   * @param shown the runs of the size whose curves are shown
   */
  public List<Figure> ofSizes(Backend backend, List<ReplicaRun> shown, CriticalFraction critical) {
    List<Figure> figures = new ArrayList<>();
    figures.add(new CurveFigures(shown).training());
    figures.add(new CurveFigures(runs).rqi(threshold));
    ReplicaRun example =
        shown.stream().filter(run -> run.linear().isReached()).findFirst().orElse(shown.get(0));
    addTheory(figures, backend, example, critical);
    return figures;
  }

  private void addTheory(
      List<Figure> figures, Backend backend, ReplicaRun example, CriticalFraction critical) {
    EmbeddingFigure.of(backend, example).ifPresent(figures::add);
    TheoryFigures theory = new TheoryFigures(RunsBySize.of(runs));
    figures.add(theory.stepsToLinear());
    figures.add(theory.linearStructure(critical));
    figures.add(theory.predictedAccuracy());
  }
}
