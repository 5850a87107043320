package dev.grok.lab.report;

import dev.grok.api.backend.Backend;
import dev.grok.lab.report.Series.Kind;
import dev.grok.lab.train.Prediction;
import dev.grok.lab.train.ReplicaRun;
import dev.grok.models.task.Samples;
import dev.grok.models.task.Split;
import dev.grok.models.train.Crossing;
import dev.grok.models.train.Schedule;
import dev.grok.theory.flow.FlowEquation;
import dev.grok.theory.flow.GradientFlow;
import dev.grok.theory.flow.Trajectory;
import dev.grok.theory.parallelogram.Averaging;
import dev.grok.theory.parallelogram.Parallelograms;
import dev.grok.theory.representation.Representations;
import dev.grok.theory.representation.Variance;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The embeddings of a network beside those of the effective theory from the same start. */
final class EmbeddingFigure {
  private static final Schedule TIMES = new Schedule.Logarithmic(40);

  private EmbeddingFigure() {}

  /**
   * Flows from the replica's initial embeddings as long as the replica was trained; empty if the
   * embeddings have no spread to begin with or are not trained.
   */
  static Optional<Figure> of(Backend backend, ReplicaRun run) {
    double eta = run.experiment().embedding().learningRate();
    double[][] start = normalize(run.embeddings().get(0));
    return eta > 0 && ReplicaRun.isFinite(start)
        ? Optional.of(of(backend, run, start, eta))
        : Optional.empty();
  }

  private static Figure of(Backend backend, ReplicaRun run, double[][] start, double eta) {
    long last = run.last().metrics().step();
    Split split = ((Samples.Symbols) run.samples()).split();
    long[] times = TIMES.steps(last);
    Trajectory trajectory =
        new GradientFlow(
                List.of(Parallelograms.of(run.dataSet())), Averaging.SUM, FlowEquation.EXACT, eta)
            .run(backend, new double[][][] {start}, times);
    List<double[][]> theory = new ArrayList<>();
    for (int s = 0; s < times.length; s++) {
      theory.add(trajectory.state(s, 0));
    }
    List<double[][]> network = run.embeddings().stream().map(EmbeddingFigure::normalize).toList();
    long[] logged = run.log().stream().mapToLong(entry -> entry.metrics().step()).toArray();
    List<Mark> networkMarks = new ArrayList<>();
    if (run.linear() instanceof Crossing.Reached reached && reached.step() > 0) {
      networkMarks.add(Mark.x(reached.step(), "linear at " + reached.step(), Color.NEUTRAL));
    }
    List<Mark> theoryMarks = new ArrayList<>();
    run.prediction()
        .map(Prediction::nh)
        .filter(nh -> nh >= 1 && 3 * nh <= last)
        .ifPresent(
            nh -> theoryMarks.add(Mark.x(3 * nh, "3 n_h = %.0f".formatted(3 * nh), Color.NEUTRAL)));
    boolean plane = start[0].length > 1;
    return new Figure(
        "Embeddings, network and theory",
        ("One line per symbol 0 to %d, from dark to bright, normalized to zero mean and unit"
                + " variance. Left: replica with seed %d, trained on %d samples. Right: gradient"
                + " flow of the effective loss of the same training set from the same initial"
                + " embeddings, steps of η = %s. Equally spaced lines are a linear representation."
                + "%s")
            .formatted(
                split.task().symbols() - 1,
                run.experiment().seed(),
                split.train().size(),
                eta,
                plane ? " Of more dimensions the first two are shown; points mark the end." : ""),
        "Fig. 4(d) and 4(c)",
        List.of(
            chart("Network", logged, network, plane ? List.of() : networkMarks, last),
            chart("Effective theory", times, theory, plane ? List.of() : theoryMarks, last)));
  }

  private static double[][] normalize(double[][] embedding) {
    return Representations.normalize(embedding, Variance.UNBIASED);
  }

  private static Chart chart(
      String title, long[] steps, List<double[][]> states, List<Mark> marks, long last) {
    int p = states.get(0).length;
    boolean plane = states.get(0)[0].length > 1;
    List<Series> series = new ArrayList<>();
    for (int k = 0; k < p; k++) {
      List<double[]> points = new ArrayList<>();
      for (int s = 0; s < steps.length; s++) {
        double[] e = states.get(s)[k];
        if (plane || steps[s] > 0) {
          points.add(plane ? new double[] {e[0], e[1]} : new double[] {steps[s], e[0]});
        }
      }
      String color = Color.scale(k / (double) (p - 1));
      series.add(new Series("", Kind.LINE, color, points));
      if (plane) {
        series.add(
            new Series("", Kind.DOTS, color, points.subList(points.size() - 1, points.size())));
      }
    }
    return plane
        ? new Chart(
            title, ChartAxis.linear("first dimension"), ChartAxis.linear("second"), series, marks)
        : new Chart(
            title,
            ChartAxis.log("step", 1, last),
            ChartAxis.linear("normalized embedding", -2.6, 2.6),
            series,
            marks);
  }
}
