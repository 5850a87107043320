package dev.grok.lab.report;

import dev.grok.lab.report.Series.Kind;
import dev.grok.lab.run.Look;
import dev.grok.lab.run.ReplicaRun;
import dev.grok.models.train.Crossing;
import dev.grok.models.train.ReplicaMetrics;
import dev.grok.models.train.Thresholds;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** Figures of quantities over training time. */
public final class CurveFigures {
  /** Up to so many replicas are drawn one by one; more as median and range. */
  private static final int FEW = 4;

  private CurveFigures() {}

  /** Accuracy and loss of replicas with the same settings, and where they cross the threshold. */
  public static Figure training(List<ReplicaRun> runs) {
    Thresholds thresholds = runs.get(0).experiment().thresholds();
    List<Series> accuracy = new ArrayList<>();
    add(accuracy, runs, "train", Color.TRAIN, look -> look.metrics().trainAccuracy());
    add(accuracy, runs, "validation", Color.VALIDATION, l -> l.metrics().validationAccuracy());
    List<Mark> marks = new ArrayList<>();
    double train = thresholds.train();
    double validation = thresholds.validation();
    String percent = percent(train);
    marks.add(Mark.y(train, percent, Color.NEUTRAL));
    if (validation != train) {
      percent += " (train) and " + percent(validation) + " (validation)";
      marks.add(Mark.y(validation, percent(validation), Color.NEUTRAL));
    }
    crossing(accuracy, marks, runs, "train", Color.TRAIN, train, r -> r.outcome().train());
    crossing(
        accuracy,
        marks,
        runs,
        "validation",
        Color.VALIDATION,
        validation,
        r -> r.outcome().validation());
    List<Series> loss = new ArrayList<>();
    add(loss, runs, "train", Color.TRAIN, look -> positive(look.metrics().trainLoss()));
    add(loss, runs, "validation", Color.VALIDATION, l -> positive(l.metrics().validationLoss()));
    Axis steps = steps(runs);
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
            new Chart("Accuracy", steps, Axis.linear("accuracy", 0, 1.02), accuracy, marks),
            new Chart("Loss", steps, Axis.log("loss"), loss, List.of())));
  }

  private static String percent(double threshold) {
    return "%.0f %%".formatted(100 * threshold);
  }

  private static double positive(double value) {
    return value > 0 ? value : Double.NaN;
  }

  private static void crossing(
      List<Series> series,
      List<Mark> marks,
      List<ReplicaRun> runs,
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
  public static Figure rqi(List<ReplicaRun> runs, double threshold) {
    SortedMap<Integer, List<ReplicaRun>> sizes = bySize(runs);
    List<Series> series = new ArrayList<>();
    if (sizes.size() == 1) {
      add(series, runs, "RQI", Color.NETWORK, Look::rqi);
      add(series, runs, "predicted accuracy", Color.VALIDATION, Look::predictedAccuracy);
    } else {
      for (Map.Entry<Integer, List<ReplicaRun>> size : sizes.entrySet()) {
        String color = sizeColor(sizes, size.getKey());
        series.add(median(size.getValue(), "N=" + size.getKey(), color, Look::rqi));
      }
    }
    return new Figure(
        "The representation becomes linear",
        ("Representation quality index: the share of possible parallelograms that the embeddings"
                + " form%s. A representation counts as linear above %.2f.")
            .formatted(
                sizes.size() == 1
                    ? ", and the accuracy on all samples that these predict"
                    : ", median over seeds for each number N of training samples",
                threshold),
        "section 3.1, Eq. 3",
        List.of(
            new Chart(
                "RQI",
                steps(runs),
                Axis.linear("RQI", 0, 1.02),
                series,
                List.of(Mark.y(threshold, "%.2f".formatted(threshold), Color.NEUTRAL)))));
  }

  /** Effective dimension of the embeddings and norm of all parameters. */
  public static Figure sizes(List<ReplicaRun> runs) {
    List<Series> dimension = new ArrayList<>();
    List<Series> norm = new ArrayList<>();
    add(norm, runs, "", Color.NETWORK, Look::weightNorm);
    Axis steps = steps(runs);
    List<Chart> charts = new ArrayList<>();
    if (runs.get(0).looks().get(0).effectiveDimension() > 1) {
      add(dimension, runs, "", Color.NETWORK, Look::effectiveDimension);
      charts.add(
          new Chart("Effective dimension", steps, Axis.linear("exp S"), dimension, List.of()));
    }
    charts.add(new Chart("Weight norm", steps, Axis.log("Euclidean norm"), norm, List.of()));
    return new Figure(
        "How large the representation and the weights are",
        "Effective dimension of the embeddings, the exponential of the entropy of their explained"
            + " variances, and Euclidean norm of all parameters, over steps.",
        "Fig. 7 left, appendix J",
        charts);
  }

  static SortedMap<Integer, List<ReplicaRun>> bySize(List<ReplicaRun> runs) {
    return runs.stream()
        .collect(
            Collectors.groupingBy(
                run -> run.experiment().trainingSamples(), TreeMap::new, Collectors.toList()));
  }

  static String sizeColor(SortedMap<Integer, List<ReplicaRun>> sizes, int size) {
    double place = sizes.headMap(size).size();
    return sizes.size() == 1 ? Color.NETWORK : Color.scale(place / (sizes.size() - 1));
  }

  private static void add(
      List<Series> series,
      List<ReplicaRun> runs,
      String name,
      String color,
      ToDoubleFunction<Look> value) {
    if (runs.size() <= FEW) {
      for (ReplicaRun run : runs) {
        series.add(
            median(List.of(run), name, color, runs.size() == 1 ? Kind.LINE : Kind.FAINT, value));
      }
      return;
    }
    List<double[]> band = new ArrayList<>();
    for (int i = 0; i < runs.get(0).looks().size(); i++) {
      List<Double> values = valuesAt(runs, i, value);
      double x = step(runs.get(0), i);
      if (x > 0) {
        band.add(new double[] {x, Statistics.min(values), Statistics.max(values)});
      }
    }
    series.add(new Series("", Kind.BAND, color, band));
    series.add(median(runs, name, color, value));
  }

  private static Series median(
      List<ReplicaRun> runs, String name, String color, ToDoubleFunction<Look> value) {
    return median(runs, name, color, Kind.LINE, value);
  }

  private static Series median(
      List<ReplicaRun> runs, String name, String color, Kind kind, ToDoubleFunction<Look> value) {
    List<double[]> points = new ArrayList<>();
    for (int i = 0; i < runs.get(0).looks().size(); i++) {
      double x = step(runs.get(0), i);
      // A logarithmic axis has no place for step 0.
      if (x > 0) {
        points.add(new double[] {x, Statistics.median(valuesAt(runs, i, value))});
      }
    }
    return new Series(name, kind, color, points);
  }

  private static Axis steps(List<ReplicaRun> runs) {
    return Axis.log("step", 1, Math.max(2, runs.get(0).last().metrics().step()));
  }

  private static double step(ReplicaRun run, int look) {
    ReplicaMetrics metrics = run.looks().get(look).metrics();
    return metrics.step();
  }

  private static List<Double> valuesAt(
      List<ReplicaRun> runs, int look, ToDoubleFunction<Look> value) {
    return runs.stream().map(run -> value.applyAsDouble(run.looks().get(look))).toList();
  }
}
