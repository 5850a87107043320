package dev.grok.lab.run;

import dev.grok.api.backend.Backend;
import dev.grok.lab.config.RunConfig;
import dev.grok.lab.console.Columns;
import dev.grok.lab.console.Names;
import dev.grok.lab.report.Page;
import dev.grok.lab.report.RunFigures;
import dev.grok.lab.report.Statistics;
import dev.grok.lab.report.Table;
import dev.grok.lab.train.ReplicaRun;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

record RunPage(RunConfig config, Summary summary) {
  private static final String NONE = "–";
  private static final int ROWS = 50;

  /**
   * The page.
   *
   * @param backend for the theory's trajectories
   */
  Page page(Backend backend, List<ReplicaRun> runs, RunRecord record) {
    Map<String, String> reproduction = record.reproduction();
    reproduction.put("Seeds", config.seeds().toString());
    reproduction.put("Reproduces", config.source());
    return new Page(
        config.name(),
        config.description(),
        highlights(),
        List.of(table()),
        new RunFigures(runs, config.rqi().threshold()).ofRun(backend),
        reproduction);
  }

  private Table table() {
    int all = summary.replicas().size();
    String caption =
        "What became of each replica"
            + (all > ROWS ? " (the first %d of %d)".formatted(ROWS, all) : "")
            + ": steps to the accuracy thresholds, state at the end, and, where the theory speaks of"
            + " such models, steps to a linear representation and what it says of the training set.";
    Columns<Summary.Replica> columns =
        new Columns<Summary.Replica>()
            .add("seed", Summary.Replica::seed)
            .add("phase", r -> Names.of(r.phase()))
            .add("train", r -> step(r.stepsToTrain()))
            .add("validation", r -> step(r.stepsToValidation()))
            .add("RQI", r -> step(r.stepsToRqi()))
            .add("diverged", r -> step(r.divergedAt()))
            .add("train loss", r -> number("%.2e", r.trainLoss()))
            .add("validation loss", r -> number("%.2e", r.validationLoss()))
            .add("accuracy", r -> number("%.3f", r.accuracy()))
            .add("predicted", r -> number("%.3f", r.predictedAccuracy()))
            .add("n₀", r -> r.theory().map(t -> Integer.toString(t.n0())).orElse(NONE))
            .add("1/(λ₃η)", r -> r.theory().map(t -> number("%.0f", t.nh())).orElse(NONE));
    List<Summary.Replica> rows = summary.replicas().stream().limit(ROWS).toList();
    return Table.of(caption, columns, rows).withoutEmptyColumns(NONE);
  }

  private static String step(OptionalLong step) {
    return step.isPresent() ? Long.toString(step.getAsLong()) : NONE;
  }

  private static String number(String format, OptionalDouble value) {
    return value.isPresent() ? format.formatted(value.getAsDouble()) : NONE;
  }

  private Map<String, String> highlights() {
    Map<String, String> highlights = new LinkedHashMap<>();
    String phases =
        summary.replicas().stream()
            .collect(
                Collectors.groupingBy(
                    r -> Names.of(r.phase()), TreeMap::new, Collectors.counting()))
            .entrySet()
            .stream()
            .map(e -> summary.replicas().size() == 1 ? e.getKey() : e.getValue() + " " + e.getKey())
            .collect(Collectors.joining(", "));
    highlights.put("phase of Table 1", phases);
    highlights.put("steps to training accuracy", median(Summary.Replica::stepsToTrain));
    highlights.put("steps to validation accuracy", median(Summary.Replica::stepsToValidation));
    if (summary.replicas().stream().anyMatch(r -> r.rqi().isPresent())) {
      highlights.put(
          "steps to RQI > %s".formatted(config.rqi().threshold()),
          median(Summary.Replica::stepsToRqi));
    }
    return highlights;
  }

  private String median(Function<Summary.Replica, OptionalLong> step) {
    List<Double> reached =
        summary.replicas().stream()
            .map(step)
            .filter(OptionalLong::isPresent)
            .map(s -> (double) s.getAsLong())
            .toList();
    int all = summary.replicas().size();
    if (reached.isEmpty()) {
      return "not reached";
    }
    String median = "%.0f".formatted(Statistics.median(reached));
    return reached.size() == all ? median : "%s (%d of %d)".formatted(median, reached.size(), all);
  }
}
