package dev.grok.lab.report;

import dev.grok.lab.report.Series.Kind;
import dev.grok.lab.train.Prediction;
import dev.grok.lab.train.ReplicaRun;
import dev.grok.models.train.Crossing;
import dev.grok.theory.statistics.CriticalFraction;
import dev.grok.theory.statistics.Estimate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Figures that hold the effective theory against the networks. */
record TheoryFigures(RunsBySize runs) {
  private static final double Z_95 = 1.96;

  /** Steps to a linear representation against 1/(λ₃ η). */
  Figure stepsToLinear() {
    List<Double> times =
        runs.all().stream().flatMap(r -> r.prediction().stream()).map(Prediction::nh).toList();
    double largest = Statistics.max(times);
    double never = Double.isFinite(largest) ? 5 * largest : 1e4;
    List<Series> series = new ArrayList<>();
    List<double[]> censored = new ArrayList<>();
    runs.sizes()
        .forEach(
            (size, group) -> {
              List<double[]> reached = new ArrayList<>();
              for (ReplicaRun run : group) {
                double nh = run.prediction().map(Prediction::nh).orElse(Double.NaN);
                double x = Double.isInfinite(nh) ? never : nh;
                if (run.linear() instanceof Crossing.Reached r) {
                  reached.add(new double[] {x, Math.max(1, r.step())});
                } else if (run.linear() instanceof Crossing.Censored c) {
                  censored.add(new double[] {x, c.updates()});
                }
              }
              if (!reached.isEmpty()) {
                series.add(new Series("N=" + size, Kind.DOTS, runs.color(size), reached));
              }
            });
    if (!censored.isEmpty()) {
      series.add(new Series("not reached", Kind.CENSORED, Color.NEUTRAL, censored));
    }
    double least = Statistics.min(times);
    double low = Double.isNaN(least) ? 100 : least;
    series.add(
        Series.segment(
            "1/(λ₃η)",
            Kind.DASHED,
            Color.THEORY,
            new double[] {low, low},
            new double[] {never, never}));
    List<Mark> marks =
        times.contains(Double.POSITIVE_INFINITY)
            ? List.of(Mark.x(never, "n₀ > 2: never", Color.NEUTRAL))
            : List.of();
    long top = runs.all().get(0).last().metrics().step();
    return new Figure(
        "How long it takes",
        "Steps until RQI passes its threshold, one point per replica, against the time scale"
            + " 1/(λ₃η) that the effective theory gives its training set (plain sum over"
            + " parallelograms, Z₀ = p, η the embedding's learning rate). Hollow triangles: not"
            + " reached in the run, so only a lower bound. At the right edge: training sets that"
            + " leave more than two degrees of freedom, for which λ₃ = 0.",
        "Fig. 5(b)",
        List.of(
            new Chart(
                "Steps to RQI",
                ChartAxis.log("1/(λ₃η) from theory, steps", Double.NaN, 2 * never),
                ChartAxis.log("steps of the network", Double.NaN, 2.0 * top),
                series,
                marks)));
  }

  /** Probability of a linear structure against the training fraction. */
  Figure linearStructure(CriticalFraction theory) {
    List<double[]> band = new ArrayList<>();
    List<double[]> line = new ArrayList<>();
    for (int n = 1; n <= theory.fullSize(); n++) {
      double fraction = n / (double) theory.fullSize();
      Estimate estimate = theory.probability(n);
      Estimate.Interval interval = estimate.wilson(Z_95);
      band.add(new double[] {fraction, interval.low(), interval.high()});
      line.add(new double[] {fraction, estimate.probability()});
    }
    List<Series> series = new ArrayList<>();
    series.add(new Series("", Kind.BAND, Color.THEORY, band));
    series.add(new Series("theory, random sets", Kind.LINE, Color.THEORY, line));
    List<double[]> sameSets = new ArrayList<>();
    List<double[]> observed = new ArrayList<>();
    for (List<ReplicaRun> group : runs.sizes().values()) {
      double fraction = group.get(0).fraction();
      int linear = (int) group.stream().filter(r -> r.linear().isReached()).count();
      Estimate estimate = new Estimate(linear, group.size());
      Estimate.Interval interval = estimate.wilson(Z_95);
      series.add(
          Series.segment(
              "",
              Kind.FAINT,
              Color.NETWORK,
              new double[] {fraction, interval.low()},
              new double[] {fraction, interval.high()}));
      observed.add(new double[] {fraction, estimate.probability()});
      long predicted =
          group.stream()
              .filter(r -> r.prediction().filter(Prediction::isLinear).isPresent())
              .count();
      sameSets.add(new double[] {fraction, predicted / (double) group.size()});
    }
    series.add(new Series("theory, these sets", Kind.CENSORED, Color.VALIDATION, sameSets));
    series.add(new Series("networks", Kind.DOTS, Color.NETWORK, observed));
    double critical = theory.criticalFraction();
    return new Figure(
        "The critical amount of data",
        String.format(
            Locale.ROOT,
            "Line: probability that a training set leaves only a linear representation, by exact ranks of"
                + " %,d random data sets for each size (shade: 95 %% confidence). It passes one half"
                + " at a training fraction of %.3f. Points: share of trained replicas whose RQI"
                + " passed its threshold within the run, with 95 %% confidence; triangles: share"
                + " of the same training sets for which the theory says so.",
            theory.probability(1).trials(),
            critical),
        "Fig. 4(a) and 4(b)",
        List.of(
            new Chart(
                "P(linear structure)",
                ChartAxis.linear("training fraction |D|/|D₀|", 0, 1),
                ChartAxis.linear("probability", 0, 1.02),
                series,
                List.of(
                    Mark.x(
                        critical,
                        String.format(Locale.ROOT, "r = %.2f", critical),
                        Color.NEUTRAL)))));
  }

  /** Accuracy on all samples against what the representation predicts. */
  Figure predictedAccuracy() {
    List<Series> agreement = new ArrayList<>();
    agreement.add(
        Series.segment(
            "equal", Kind.DASHED, Color.NEUTRAL, new double[] {0, 0}, new double[] {1, 1}));
    List<double[]> measured = new ArrayList<>();
    List<double[]> predicted = new ArrayList<>();
    List<double[]> ideal = new ArrayList<>();
    runs.sizes()
        .forEach(
            (size, group) -> {
              List<double[]> points = new ArrayList<>();
              for (ReplicaRun run : group) {
                points.add(new double[] {run.last().predictedAccuracy(), run.accuracy()});
                measured.add(new double[] {run.fraction(), run.accuracy()});
                predicted.add(new double[] {run.fraction(), run.last().predictedAccuracy()});
                run.prediction()
                    .ifPresent(p -> ideal.add(new double[] {run.fraction(), p.idealAccuracy()}));
              }
              agreement.add(new Series("N=" + size, Kind.DOTS, runs.color(size), points));
            });
    ChartAxis accuracy = ChartAxis.linear("accuracy on all samples", 0, 1.02);
    return new Figure(
        "The representation predicts the accuracy",
        "Accuracy on all samples at the end, as measured, as predicted from the parallelograms that"
            + " the embeddings form, and as an ideal model would reach with the same training"
            + " set; one point per replica.",
        "Fig. 3",
        List.of(
            new Chart(
                "Against the training fraction",
                ChartAxis.linear("training fraction |D|/|D₀|", 0, 1),
                accuracy,
                List.of(
                    new Series("ideal model", Kind.CENSORED, Color.NEUTRAL, ideal),
                    new Series("predicted", Kind.DOTS, Color.VALIDATION, predicted),
                    new Series("measured", Kind.DOTS, Color.TRAIN, measured))),
            new Chart(
                "Against each other",
                ChartAxis.linear("predicted from the representation", 0, 1.02),
                accuracy,
                agreement)));
  }
}
