package dev.grok.lab.report;

import dev.grok.lab.report.Series.Kind;
import dev.grok.lab.train.LogEntry;
import dev.grok.lab.train.ReplicaRun;
import dev.grok.models.train.Crossing;
import dev.grok.models.train.Thresholds;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** Figures of quantities over training time. */
record CurveFigures(List<ReplicaRun> runs) {
  /** Up to so many replicas are drawn one by one; more as median and range. */
  private static final int FEW = 4;

  private ChartAxis steps() {
    return ChartAxis.log("step", 1, Math.max(2, runs.get(0).last().metrics().step()));
  }

  /** Accuracy and loss of replicas with the same settings, and where they cross the threshold. */
  Figure training() {
    Thresholds thresholds = runs.get(0).experiment().thresholds();
    List<Series> accuracy = new ArrayList<>();
    add(accuracy, "train", Color.TRAIN, entry -> entry.metrics().trainAccuracy());
    add(accuracy, "validation", Color.VALIDATION, entry -> entry.metrics().validationAccuracy());
    List<Mark> marks = new ArrayList<>();
    double train = thresholds.train();
    double validation = thresholds.validation();
    String percent = percent(train);
    marks.add(Mark.y(train, percent, Color.NEUTRAL));
    if (validation != train) {
      percent += " (train) and " + percent(validation) + " (validation)";
      marks.add(Mark.y(validation, percent(validation), Color.NEUTRAL));
    }
    addCrossing(accuracy, marks, "train", Color.TRAIN, train, r -> r.outcome().train());
    addCrossing(
        accuracy, marks, "validation", Color.VALIDATION, validation, r -> r.outcome().validation());
    List<Series> loss = new ArrayList<>();
    add(loss, "train", Color.TRAIN, entry -> positive(entry.metrics().trainLoss()));
    add(loss, "validation", Color.VALIDATION, entry -> positive(entry.metrics().validationLoss()));
    String many =
        runs.size() <= FEW
            ? ""
            : " Lines are medians of %d replicas, shades reach from the lowest to the highest."
                .formatted(runs.size());
    return new Figure(
        "Training and validation",
        ("Accuracy and loss on the training set (%d of %d samples) and on the rest, over steps on a"
                + " logarithmic axis. Points mark where each replica first reaches %s, vertical"
                + " lines the median of that.%s")
            .formatted(
                runs.get(0).samples().training(),
                runs.get(0).samples().training() + runs.get(0).samples().validation(),
                percent,
                many),
        "the curves behind Table 1 and Fig. 6",
        List.of(
            new Chart("Accuracy", steps(), ChartAxis.linear("accuracy", 0, 1.02), accuracy, marks),
            new Chart("Loss", steps(), ChartAxis.log("loss"), loss)));
  }

  private static String percent(double threshold) {
    return "%.0f %%".formatted(100 * threshold);
  }

  private static double positive(double value) {
    return value > 0 ? value : Double.NaN;
  }

  private void addCrossing(
      List<Series> series,
      List<Mark> marks,
      String name,
      String color,
      double threshold,
      Function<ReplicaRun, Crossing> which) {
    List<double[]> points = new ArrayList<>();
    for (ReplicaRun run : runs) {
      if (which.apply(run) instanceof Crossing.Reached reached) {
        points.add(new double[] {Math.max(1, reached.step()), threshold});
      }
    }
    if (!points.isEmpty()) {
      series.add(new Series("", Kind.DOTS, color, points));
      double median = Statistics.median(points.stream().map(p -> p[0]).toList());
      marks.add(Mark.x(median, "%s %.0f".formatted(name, median), color));
    }
  }

  /** RQI over time: of replicas, or medians by training-set size if there are several. */
  Figure rqi(double threshold) {
    RunsBySize bySize = RunsBySize.of(runs);
    boolean one = bySize.sizes().size() == 1;
    List<Series> series = new ArrayList<>();
    if (one) {
      add(series, "RQI", Color.NETWORK, LogEntry::rqi);
      add(series, "predicted accuracy", Color.VALIDATION, LogEntry::predictedAccuracy);
    } else {
      bySize
          .sizes()
          .forEach(
              (size, group) ->
                  series.add(
                      median(group, "N=" + size, bySize.color(size), Kind.LINE, LogEntry::rqi)));
    }
    return new Figure(
        "The representation becomes linear",
        ("Representation quality index: the share of possible parallelograms that the embeddings"
                + " form%s. A representation counts as linear above %.2f.")
            .formatted(
                one
                    ? ", and the accuracy on all samples that these predict"
                    : ", median over seeds for each number N of training samples",
                threshold),
        "section 3.1, Eq. 3",
        List.of(
            new Chart(
                "RQI",
                steps(),
                ChartAxis.linear("RQI", 0, 1.02),
                series,
                List.of(Mark.y(threshold, "%.2f".formatted(threshold), Color.NEUTRAL)))));
  }

  /** Effective dimension of the embeddings and norm of all parameters. */
  Figure sizes() {
    List<Chart> charts = new ArrayList<>();
    if (runs.get(0).log().get(0).effectiveDimension() > 1) {
      List<Series> dimension = new ArrayList<>();
      add(dimension, "", Color.NETWORK, LogEntry::effectiveDimension);
      charts.add(new Chart("Effective dimension", steps(), ChartAxis.linear("exp S"), dimension));
    }
    List<Series> norm = new ArrayList<>();
    add(norm, "", Color.NETWORK, LogEntry::weightNorm);
    charts.add(new Chart("Weight norm", steps(), ChartAxis.log("Euclidean norm"), norm));
    return new Figure(
        "How large the representation and the weights are",
        "Effective dimension of the embeddings, the exponential of the entropy of their explained"
            + " variances, and Euclidean norm of all parameters, over steps.",
        "Fig. 7 left, appendix J",
        charts);
  }

  /** A line for each replica, or median and range of many. */
  private void add(
      List<Series> series, String name, String color, ToDoubleFunction<LogEntry> value) {
    if (runs.size() <= FEW) {
      Kind kind = runs.size() == 1 ? Kind.LINE : Kind.FAINT;
      runs.forEach(run -> series.add(median(List.of(run), name, color, kind, value)));
      return;
    }
    List<double[]> band =
        points(
            runs,
            value,
            (x, values) -> new double[] {x, Statistics.min(values), Statistics.max(values)});
    series.add(new Series("", Kind.BAND, color, band));
    series.add(median(runs, name, color, Kind.LINE, value));
  }

  private static Series median(
      List<ReplicaRun> runs,
      String name,
      String color,
      Kind kind,
      ToDoubleFunction<LogEntry> value) {
    return new Series(
        name,
        kind,
        color,
        points(runs, value, (x, values) -> new double[] {x, Statistics.median(values)}));
  }

  /** A point for each logged step, from the values of all runs. */
  private static List<double[]> points(
      List<ReplicaRun> runs,
      ToDoubleFunction<LogEntry> value,
      BiFunction<Double, List<Double>, double[]> point) {
    List<double[]> points = new ArrayList<>();
    for (int i = 0; i < runs.get(0).log().size(); i++) {
      int entry = i;
      double x = runs.get(0).log().get(i).metrics().step();
      // A logarithmic axis has no place for step 0.
      if (x > 0) {
        points.add(
            point.apply(
                x, runs.stream().map(run -> value.applyAsDouble(run.log().get(entry))).toList()));
      }
    }
    return points;
  }
}
