package dev.grok.lab.command;

import static dev.grok.lab.command.shared.ConsoleCommand.DEFAULT;

import dev.grok.api.BackendOptions;
import dev.grok.api.GrokException;
import dev.grok.api.OutOfDeviceMemoryException;
import dev.grok.api.backend.Backend;
import dev.grok.api.backend.Backends;
import dev.grok.lab.command.shared.BackendOption;
import dev.grok.lab.command.shared.DataOption;
import dev.grok.lab.command.shared.ThreadsOption;
import dev.grok.lab.config.Json;
import dev.grok.lab.config.RunConfig;
import dev.grok.lab.config.UsageException;
import dev.grok.lab.console.Console;
import dev.grok.lab.console.Names;
import dev.grok.lab.report.Page;
import dev.grok.lab.run.RunDirectory;
import dev.grok.lab.run.RunJob;
import dev.grok.lab.run.Summary;
import dev.grok.lab.run.Summary.Replica;
import dev.grok.models.train.InitialState;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Supplier;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How a run is trained, whether it is new or resumed. */
final class TrainOptions {
  @Option(
      names = "--save-every",
      paramLabel = "SECONDS",
      defaultValue = "60",
      description = "Time between resume points" + DEFAULT)
  private double saveEvery = 60;

  @Option(names = "--json", description = "Print the summary as JSON.")
  private boolean json;

  @Option(names = "--quiet", description = "No progress.")
  private boolean quiet;

  @Mixin private final ThreadsOption threads = new ThreadsOption();
  @Mixin private final DataOption data = new DataOption();
  @Mixin private final BackendOption backend = new BackendOption();

  /** Trains what a configuration says; opens the directory last, when all else is sound. */
  void train(Console console, String commandLine, RunConfig config, Supplier<RunDirectory> open) {
    if (!(saveEvery > 0)) {
      throw new UsageException("--save-every must be positive: " + saveEvery);
    }
    Backends.Choice choice = backend.choice();
    List<InitialState> states = RunJob.states(config, data.directory());
    try (Backend opened = choice.open(BackendOptions.DEFAULT.withThreads(threads.checked()));
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
    }
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
              Names.of(replica.phase()),
              step(replica.stepsToTrain()),
              step(replica.stepsToValidation()),
              linear,
              diverged);
    }
    console.out().println(directory.path().resolve(Page.FILE));
  }

  private static String step(OptionalLong step) {
    return step.isPresent() ? "at step " + step.getAsLong() : "not reached";
  }
}
