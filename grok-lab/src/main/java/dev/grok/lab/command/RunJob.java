package dev.grok.lab.command;

import dev.grok.api.backend.Backend;
import dev.grok.api.backend.Backends;
import dev.grok.lab.config.Configs;
import dev.grok.lab.config.Json;
import dev.grok.lab.config.RunConfig;
import dev.grok.lab.config.UsageException;
import dev.grok.lab.report.CurveFigures;
import dev.grok.lab.report.EmbeddingFigure;
import dev.grok.lab.report.Figure;
import dev.grok.lab.report.Report;
import dev.grok.lab.report.RepresentationFigures;
import dev.grok.lab.report.Statistics;
import dev.grok.lab.report.Table;
import dev.grok.lab.report.TheoryFigures;
import dev.grok.lab.run.Look;
import dev.grok.lab.run.MetricsCsv;
import dev.grok.lab.run.Prediction;
import dev.grok.lab.run.Progress;
import dev.grok.lab.run.ReplicaRun;
import dev.grok.lab.run.RunDirectory;
import dev.grok.lab.run.RunRecord;
import dev.grok.lab.run.Summary;
import dev.grok.lab.run.Training;
import dev.grok.models.io.Safetensors;
import dev.grok.models.task.AdditionTask;
import dev.grok.models.train.InitialState;
import dev.grok.theory.statistics.CriticalFraction;
import dev.grok.theory.statistics.MonteCarlo;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Trains what a configuration says and writes everything about it into a directory. */
final class RunJob {
  static final String REPORT = "report.html";
  static final String CONFIG = "config.json";
  static final String SUMMARY = "summary.json";

  /** From which an interrupted run goes on. */
  static final String RESUME = "resume.safetensors";

  private static final String NONE = "–";
  private static final int ROWS = 50;
  private static final int DATA_SETS = 2_000;

  private final Console console;
  private final boolean quiet;
  private final String commandLine;
  private final RunConfig config;
  private final List<InitialState> states;
  private final Backends.Choice choice;

  RunJob(
      Console console,
      boolean quiet,
      String commandLine,
      RunConfig config,
      List<InitialState> states,
      Backends.Choice choice) {
    this.console = console;
    this.quiet = quiet;
    this.commandLine = commandLine;
    this.config = config;
    this.states = states;
    this.choice = choice;
  }

  /**
   * The configuration of the run in a directory.
   *
   * @throws UsageException if the directory holds none
   */
  static RunConfig config(Path directory) {
    Path file = directory.resolve(CONFIG);
    if (!Files.exists(file)) {
      throw new UsageException("%s holds no run: %s is missing".formatted(directory, CONFIG));
    }
    return Configs.load(file.toString(), List.of());
  }

  /**
   * Trains, from where an earlier process was interrupted if the directory holds a resume point.
   *
   * @param saveEvery seconds between two resume points
   */
  Summary run(Backend backend, RunDirectory directory, double saveEvery) {
    long start = System.nanoTime();
    directory.write(CONFIG, Json.write(config));
    for (int r = 0; r < states.size(); r++) {
      states.get(r).write(directory.file("initial-" + r + ".safetensors"));
    }
    List<ReplicaRun> runs;
    try (Training training = new Training(backend, config.replicas(), states, config.rqi())) {
      Path point = directory.path().resolve(RESUME);
      if (Files.exists(point)) {
        training.restore(Safetensors.read(point));
        console.note(quiet, "going on from step " + training.ensemble().step());
      }
      try (Progress progress = console.progress(quiet, config.name(), config.steps())) {
        progress.step(training.ensemble().step());
        directory.write(
            "metrics.csv",
            writer -> {
              MetricsCsv csv = new MetricsCsv(writer, config.replicas());
              training.seen().forEach(csv::write);
              training.run(
                  config.steps(),
                  config.log(),
                  config.checkpoints(),
                  new RunListener(training, directory, csv, progress, saveEvery));
            });
      }
      runs = training.results(config.phase());
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    Summary summary = Summary.of(config.name(), config.steps(), runs);
    RunRecord record = RunRecord.of(commandLine, backend, choice, seconds);
    directory.write("environment.json", Json.write(record));
    directory.write(REPORT, report(backend, runs, summary, record).html());
    directory.write(SUMMARY, Json.write(summary));
    directory.remove(RESUME);
    return summary;
  }

  /** Writes what happens during a run. */
  private final class RunListener implements Training.Listener {
    private final Training training;
    private final RunDirectory directory;
    private final MetricsCsv csv;
    private final Progress progress;
    private final double saveEvery;
    private long saved = System.nanoTime();

    RunListener(
        Training training,
        RunDirectory directory,
        MetricsCsv csv,
        Progress progress,
        double saveEvery) {
      this.training = training;
      this.directory = directory;
      this.csv = csv;
      this.progress = progress;
      this.saveEvery = saveEvery;
    }

    @Override
    public void logged(List<Look> looks) {
      csv.write(looks);
    }

    @Override
    public void checkpoint(long step) {
      if (step > 0) {
        String name = step == config.steps() ? "final" : "step-" + step;
        for (int r = 0; r < states.size(); r++) {
          Safetensors.write(
              directory.file("%s-%d.safetensors".formatted(name, r)),
              training.ensemble().parameters(r));
        }
      }
    }

    @Override
    public void advanced(long updates) {
      progress.step(updates);
      if ((System.nanoTime() - saved) / 1e9 >= saveEvery) {
        Safetensors.write(directory.path().resolve(RESUME), training.snapshot());
        directory.keep();
        saved = System.nanoTime();
      }
    }
  }

  private Report report(Backend backend, List<ReplicaRun> runs, Summary summary, RunRecord record) {
    List<Figure> figures = new ArrayList<>();
    figures.add(CurveFigures.training(runs));
    boolean hasRqi = runs.stream().anyMatch(run -> Double.isFinite(run.looks().get(0).rqi()));
    if (hasRqi) {
      figures.add(CurveFigures.rqi(runs, config.rqi().threshold()));
    }
    RepresentationFigures.snapshots(runs.get(0)).ifPresent(figures::add);
    figures.add(CurveFigures.sizes(runs));
    if (runs.get(0).prediction().isPresent()) {
      int p = ((AdditionTask) config.experiment().task()).p();
      EmbeddingFigure.of(backend, runs.get(0)).ifPresent(figures::add);
      figures.add(TheoryFigures.stepsToLinear(runs));
      CriticalFraction critical = CriticalFraction.estimate(p, new MonteCarlo(DATA_SETS, 0, 1));
      figures.add(TheoryFigures.linearStructure(critical, runs));
      figures.add(TheoryFigures.predictedAccuracy(runs));
    } else if (config.experiment().task() instanceof AdditionTask addition) {
      console.note(
          quiet,
          "theory is left out: it is worked out for up to %d symbols, these are %d"
              .formatted(Prediction.MAX_P, addition.p()));
    }
    Map<String, String> reproduction = record.reproduction();
    reproduction.put("Seeds", config.seeds().toString());
    reproduction.put("Reproduces", config.source());
    return new Report(
        config.name(),
        config.description(),
        highlights(summary),
        List.of(table(summary)),
        figures,
        reproduction);
  }

  private Table table(Summary summary) {
    int all = summary.replicas().size();
    String caption =
        "What became of each replica"
            + (all > ROWS ? " (the first %d of %d)".formatted(ROWS, all) : "")
            + ": steps to the accuracy thresholds, state at the end, and, where the theory speaks of"
            + " such models, steps to a linear representation and what it says of the training set.";
    List<String> columns =
        List.of(
            "seed",
            "phase",
            "train",
            "validation",
            "RQI",
            "diverged",
            "train loss",
            "validation loss",
            "accuracy",
            "predicted",
            "n₀",
            "1/(λ₃η)");
    List<List<String>> rows =
        summary.replicas().stream()
            .limit(ROWS)
            .map(
                r ->
                    List.of(
                        Long.toString(r.seed()),
                        r.phase().name().toLowerCase(Locale.ROOT),
                        step(r.stepsToTrain()),
                        step(r.stepsToValidation()),
                        step(r.stepsToRqi()),
                        step(r.divergedAt()),
                        number("%.2e", r.trainLoss()),
                        number("%.2e", r.validationLoss()),
                        number("%.3f", r.accuracy()),
                        number("%.3f", r.predictedAccuracy()),
                        r.theory().map(t -> Integer.toString(t.n0())).orElse(NONE),
                        r.theory().map(t -> number("%.0f", t.nh())).orElse(NONE)))
            .toList();
    return new Table(caption, columns, rows).withoutEmptyColumns(NONE);
  }

  private static String step(OptionalLong step) {
    return step.isPresent() ? Long.toString(step.getAsLong()) : NONE;
  }

  private static String number(String format, OptionalDouble value) {
    return value.isPresent() ? format.formatted(value.getAsDouble()) : NONE;
  }

  private Map<String, String> highlights(Summary summary) {
    Map<String, String> highlights = new LinkedHashMap<>();
    String phases =
        summary.replicas().stream()
            .collect(
                Collectors.groupingBy(
                    r -> r.phase().name().toLowerCase(Locale.ROOT),
                    TreeMap::new,
                    Collectors.counting()))
            .entrySet()
            .stream()
            .map(e -> summary.replicas().size() == 1 ? e.getKey() : e.getValue() + " " + e.getKey())
            .collect(Collectors.joining(", "));
    highlights.put("phase of Table 1", phases);
    highlights.put("steps to training accuracy", median(summary, Summary.Replica::stepsToTrain));
    highlights.put(
        "steps to validation accuracy", median(summary, Summary.Replica::stepsToValidation));
    if (summary.replicas().stream().anyMatch(r -> r.rqi().isPresent())) {
      highlights.put(
          "steps to RQI > %s".formatted(config.rqi().threshold()),
          median(summary, Summary.Replica::stepsToRqi));
    }
    return highlights;
  }

  private static String median(Summary summary, Function<Summary.Replica, OptionalLong> step) {
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
