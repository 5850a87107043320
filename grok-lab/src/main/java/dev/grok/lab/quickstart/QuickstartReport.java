package dev.grok.lab.quickstart;

import dev.grok.api.backend.Backend;
import dev.grok.lab.console.Columns;
import dev.grok.lab.report.Page;
import dev.grok.lab.report.RunFigures;
import dev.grok.lab.report.Statistics;
import dev.grok.lab.report.Table;
import dev.grok.lab.run.RunRecord;
import dev.grok.lab.train.Networks;
import dev.grok.lab.train.Prediction;
import dev.grok.lab.train.ReplicaRun;
import dev.grok.models.train.Crossing;
import dev.grok.models.train.Phase;
import dev.grok.theory.statistics.CriticalFraction;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/**
 * What quickstart says about its sweep: a table, a verdict, a page.
 *
 * @param sweep what was trained
 * @param runs what became of it
 * @param critical what the theory says of random training sets
 */
public record QuickstartReport(
    QuickstartSweep sweep, List<ReplicaRun> runs, CriticalFraction critical) {
  private static final int SHOWN_SIZE = 45;

  /** A row per size: theory and networks side by side. */
  public Table table() {
    Columns<List<ReplicaRun>> columns =
        new Columns<List<ReplicaRun>>()
            .add("N", QuickstartReport::size)
            .add("|D|/|D₀|", group -> "%.2f".formatted(group.get(0).fraction()))
            .add("P(linear)", g -> "%.3f".formatted(critical.probability(size(g)).probability()))
            .add("n₀ = 2", group -> count(group, QuickstartReport::isPredictedLinear))
            .add("RQI > .95", group -> count(group, run -> run.linear().isReached()))
            .add("1/(λ₃η)", group -> steps(median(group, run -> prediction(run).nh())))
            .add("steps", group -> steps(median(group, QuickstartReport::stepsToLinear)))
            .add("ideal", group -> accuracy(group, run -> prediction(run).idealAccuracy()))
            .add("predicted", group -> accuracy(group, run -> run.last().predictedAccuracy()))
            .add("accuracy", group -> accuracy(group, ReplicaRun::accuracy))
            .add("phases", QuickstartReport::phases);
    return Table.of(
        "Theory and networks, by number N of training samples: probability of a linear structure,"
            + " training sets that determine one (n₀ = 2), networks that formed one, medians of"
            + " 1/(λ₃η) and of steps to RQI > 0.95, mean accuracies on all samples, phases after"
            + " %,d steps (C comprehension, G grokking, M memorization, X confusion)."
                .formatted(sweep.steps()),
        columns,
        sweep.sizes().stream().map(this::ofSize).toList());
  }

  private static int size(List<ReplicaRun> group) {
    return group.get(0).experiment().trainingSamples();
  }

  /** The gist, in a sentence. */
  public String verdict() {
    long agree = runs.stream().filter(r -> isPredictedLinear(r) == r.linear().isReached()).count();
    return ("Theory: half of all training sets determine a linear representation from %.0f %% of the"
            + " data on. Of %d networks, %d did what theory says of their training set within %,d"
            + " steps; accuracy differs from what their embeddings predict by %.3f on average.")
        .formatted(
            100 * critical.criticalFraction(), runs.size(), agree, sweep.steps(), meanDifference());
  }

  /**
   * The page.
   *
   * @param backend for the theory's trajectories
   */
  public Page page(Backend backend, RunRecord record, int workers) {
    Map<String, String> highlights = new LinkedHashMap<>();
    highlights.put(
        "critical training fraction, by theory", "%.3f".formatted(critical.criticalFraction()));
    highlights.put(
        "networks that formed a linear representation",
        count(runs, run -> run.linear().isReached()));
    highlights.put("mean |accuracy − predicted|", "%.3f".formatted(meanDifference()));
    highlights.put(
        "to train %d networks for %,d steps".formatted(runs.size(), sweep.steps()),
        "%.1f s".formatted(record.seconds()));
    Map<String, String> reproduction = record.reproduction();
    reproduction.put(
        "Settings",
        "p = 10, unordered pairs, decoder 1-200-200-30, AdamW 1e-3 and 1e-4, N = %s, seeds %s, %d"
                .formatted(sweep.sizes(), sweep.seeds(), sweep.steps())
            + " steps, %d threads".formatted(workers));
    return new Page(
        "Why and when small networks grok",
        "A toy network learns to add from part of the addition table. It generalizes when its"
            + " embeddings line up, and an effective theory of the embeddings alone says for which"
            + " training sets they do, and how fast. "
            + verdict(),
        highlights,
        List.of(table()),
        new RunFigures(runs, Networks.RQI.threshold())
            .ofSizes(backend, ofSize(shownSize()), critical),
        reproduction);
  }

  private int shownSize() {
    return sweep.sizes().contains(SHOWN_SIZE)
        ? SHOWN_SIZE
        : sweep.sizes().get(sweep.sizes().size() - 1);
  }

  private List<ReplicaRun> ofSize(int size) {
    return runs.stream().filter(r -> r.experiment().trainingSamples() == size).toList();
  }

  private double meanDifference() {
    return mean(runs, r -> Math.abs(r.accuracy() - r.last().predictedAccuracy()));
  }

  private static Prediction prediction(ReplicaRun run) {
    return run.prediction().orElseThrow();
  }

  private static boolean isPredictedLinear(ReplicaRun run) {
    return prediction(run).isLinear();
  }

  /** Infinite if it was not reached: the median is infinite if most runs did not get there. */
  private static double stepsToLinear(ReplicaRun run) {
    return run.linear() instanceof Crossing.Reached reached
        ? reached.step()
        : Double.POSITIVE_INFINITY;
  }

  private static String count(List<ReplicaRun> group, Predicate<ReplicaRun> which) {
    return "%d of %d".formatted(group.stream().filter(which).count(), group.size());
  }

  private static double mean(List<ReplicaRun> group, ToDoubleFunction<ReplicaRun> value) {
    return Statistics.mean(group.stream().mapToDouble(value).boxed().toList());
  }

  private static String accuracy(List<ReplicaRun> group, ToDoubleFunction<ReplicaRun> value) {
    return "%.2f".formatted(mean(group, value));
  }

  private static double median(List<ReplicaRun> group, ToDoubleFunction<ReplicaRun> value) {
    double[] sorted = group.stream().mapToDouble(value).sorted().toArray();
    return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
  }

  private static String steps(double steps) {
    return Double.isFinite(steps) ? "%.0f".formatted(steps) : "never";
  }

  private static String phases(List<ReplicaRun> group) {
    StringBuilder letters = new StringBuilder();
    for (Phase phase : Phase.values()) {
      long count = group.stream().filter(run -> run.phase() == phase).count();
      if (count > 0) {
        String letter = phase == Phase.CONFUSION ? "X" : phase.name().substring(0, 1);
        letters.append(letters.isEmpty() ? "" : " ").append(count).append(letter);
      }
    }
    return letters.toString().toUpperCase(Locale.ROOT);
  }
}
