package dev.grok.lab.command;

import dev.grok.api.GrokException;
import dev.grok.api.OutOfDeviceMemoryException;
import dev.grok.api.backend.Backend;
import dev.grok.api.backend.Backends;
import dev.grok.lab.config.Json;
import dev.grok.lab.config.RunConfig;
import dev.grok.lab.config.UsageException;
import dev.grok.lab.run.RunDirectory;
import dev.grok.lab.run.Summary;
import dev.grok.lab.run.Summary.Replica;
import dev.grok.models.task.DataDirectory;
import dev.grok.models.train.InitialState;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How a run is trained, whether it is new or resumed. */
final class TrainOptions {
  @Option(names = "--threads", paramLabel = "N", description = "Threads; default: all cores.")
  private int threads;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Directory of data files; default: that named by GROK_DATA.")
  private @Nullable Path data;

  @Option(
      names = "--save-every",
      paramLabel = "SECONDS",
      defaultValue = "60",
      description = "Time between resume points (default: ${DEFAULT-VALUE}).")
  private double saveEvery = 60;

  @Option(names = "--json", description = "Print the summary as JSON.")
  private boolean json;

  @Option(names = "--quiet", description = "No progress.")
  private boolean quiet;

  @Mixin private final BackendOption backend = new BackendOption();

  /** Trains what the configuration says; the directory is opened when all else is sound. */
  void train(Console console, String commandLine, RunConfig config, Supplier<RunDirectory> open) {
    if (!(saveEvery > 0)) {
      throw new UsageException("--save-every must be positive: " + saveEvery);
    }
    Backends.Choice choice = backend.choice();
    List<InitialState> states = states(config);
    try (Backend opened = choice.open(BackendOption.options(threads));
        RunDirectory directory = open.get()) {
      RunJob job = new RunJob(console, quiet, commandLine, config, states, choice);
      Summary summary = job.run(opened, directory, saveEvery);
      directory.complete();
      print(console, summary, directory);
    } catch (OutOfDeviceMemoryException e) {
      throw new GrokException(
          "%s; %s"
              .formatted(
                  e.getMessage(),
                  states.size() == 1
                      ? "a smaller model or batch takes less"
                      : "fewer seeds take less (these are %d)".formatted(states.size())),
          e);
    } catch (OutOfMemoryError e) {
      throw GrokCommand.outOfMemory(e);
    }
  }

  private List<InitialState> states(RunConfig config) {
    DataDirectory directory = data == null ? DataDirectory.ofEnvironment() : DataDirectory.of(data);
    if (config.initialState().isEmpty()) {
      return config.replicas().stream().map(e -> InitialState.random(e, directory)).toList();
    }
    boolean alike =
        config.experiment().batches().full() && config.experiment().model().dropout() == 0;
    if (config.seeds().size() > 1 && alike) {
      throw new UsageException(
          "an initial state makes all %d replicas the same: give one seed, or a batch size"
              .formatted(config.seeds().size()));
    }
    Path file = Path.of(config.initialState());
    return config.replicas().stream().map(e -> InitialState.read(e, file, directory)).toList();
  }

  private void print(Console console, Summary summary, RunDirectory directory) {
    if (json) {
      console.out().print(Json.write(summary));
      return;
    }
    for (Replica replica : summary.replicas()) {
      String linear = replica.rqi().isPresent() ? ", RQI " + step(replica.stepsToRqi()) : "";
      String diverged =
          replica.divergedAt().isPresent()
              ? ", diverged at step " + replica.divergedAt().getAsLong()
              : "";
      console
          .out()
          .printf(
              "seed %d: %s, train %s, validation %s%s%s%n",
              replica.seed(),
              replica.phase().name().toLowerCase(Locale.ROOT),
              step(replica.stepsToTrain()),
              step(replica.stepsToValidation()),
              linear,
              diverged);
    }
    console.out().println(directory.path().resolve(RunJob.REPORT));
  }

  private static String step(OptionalLong step) {
    return step.isPresent() ? "at step " + step.getAsLong() : "not reached";
  }
}
