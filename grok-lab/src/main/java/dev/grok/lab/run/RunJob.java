package dev.grok.lab.run;

import dev.grok.api.backend.Backend;
import dev.grok.api.backend.Backends;
import dev.grok.lab.config.Configs;
import dev.grok.lab.config.Json;
import dev.grok.lab.config.RunConfig;
import dev.grok.lab.config.UsageException;
import dev.grok.lab.console.Console;
import dev.grok.lab.console.Progress;
import dev.grok.lab.report.Page;
import dev.grok.lab.train.LogEntry;
import dev.grok.lab.train.Prediction;
import dev.grok.lab.train.ReplicaRun;
import dev.grok.lab.train.Training;
import dev.grok.models.io.Safetensors;
import dev.grok.models.task.AdditionTask;
import dev.grok.models.task.DataDirectory;
import dev.grok.models.train.InitialState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Trains what a configuration says and writes everything about it into a directory.
 *
 * @param commandLine as typed
 * @param states where the replicas start
 * @param choice of the backend
 */
public record RunJob(
    Console console,
    boolean quiet,
    String commandLine,
    RunConfig config,
    List<InitialState> states,
    Backends.Choice choice) {
  /** Written last: a run that has it is complete. */
  public static final String SUMMARY = "summary.json";

  public static final String ENVIRONMENT = "environment.json";

  private static final String CONFIG = "config.json";

  /** From which an interrupted run goes on. */
  private static final String RESUME = "resume.safetensors";

  /**
   * The configuration of the run in a directory.
   *
   * @throws UsageException if the directory holds none
   */
  public static RunConfig config(Path directory) {
    Path file = directory.resolve(CONFIG);
    if (!Files.exists(file)) {
      throw new UsageException("%s holds no run: %s is missing".formatted(directory, CONFIG));
    }
    return Configs.RUNS.load(file.toString(), List.of());
  }

  /**
   * Where the replicas of a configuration start.
   *
   * @throws UsageException if all replicas would be the same
   */
  public static List<InitialState> states(RunConfig config, DataDirectory data) {
    if (config.initialState().isEmpty()) {
      return config.replicas().stream().map(e -> InitialState.random(e, data)).toList();
    }
    if (config.seedsTrainAlike()) {
      throw new UsageException(
          "an initial state makes all %d replicas the same: give one seed, or a batch size"
              .formatted(config.seeds().size()));
    }
    Path file = Path.of(config.initialState());
    return config.replicas().stream().map(e -> InitialState.read(e, file, data)).toList();
  }

  /**
   * Trains, from where an earlier process was interrupted if the directory holds a resume point.
   *
   * @param saveEvery seconds between two resume points
   */
  public Summary run(Backend backend, RunDirectory directory, double saveEvery) {
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
              training.logged().forEach(csv::write);
              training.run(
                  config.steps(),
                  config.log(),
                  config.checkpoints(),
                  writer(training, directory, csv, progress, saveEvery));
            });
      }
      runs = training.results(config.phase());
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    Summary summary = Summary.of(config.name(), config.steps(), runs);
    RunRecord record = RunRecord.of(commandLine, backend, choice, seconds);
    if (runs.get(0).prediction().isEmpty()
        && config.experiment().task() instanceof AdditionTask addition) {
      console.note(
          quiet,
          "theory is left out: it is worked out for up to %d symbols, these are %d"
              .formatted(Prediction.MAX_P, addition.p()));
    }
    directory.write(ENVIRONMENT, Json.write(record));
    directory.write(Page.FILE, new RunPage(config, summary).page(backend, runs, record).html());
    directory.write(SUMMARY, Json.write(summary));
    directory.remove(RESUME);
    return summary;
  }

  /** Writes what happens during a run. */
  private Training.Listener writer(
      Training training,
      RunDirectory directory,
      MetricsCsv csv,
      Progress progress,
      double saveEvery) {
    return new Training.Listener() {
      private long saved = System.nanoTime();

      @Override
      public void logged(List<LogEntry> entries) {
        csv.write(entries);
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
    };
  }
}
