package dev.grok.lab.command;

import dev.grok.api.Backend;
import dev.grok.api.Backends;
import dev.grok.api.spi.BackendOptions;
import dev.grok.lab.config.Configs;
import dev.grok.lab.config.Json;
import dev.grok.lab.config.RunConfig;
import dev.grok.lab.config.UsageException;
import dev.grok.lab.run.RunDirectory;
import dev.grok.lab.run.Summary;
import dev.grok.lab.run.Summary.Replica;
import dev.grok.models.toy.ToyInitialState;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code grok run}. */
@Command(name = "run", description = "Train an ensemble and compare it with the theory.")
final class RunCommand implements Runnable {
  private final Console console;
  private final String commandLine;

  @Parameters(paramLabel = "PRESET|FILE", description = "A preset (grok list), or a JSON file.")
  private String preset = "";

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "Change a setting, e.g. experiment.decoder.learning_rate=1e-5 or seeds=[1,2].")
  private List<String> settings = new ArrayList<>();

  @Option(
      names = "--init",
      paramLabel = "FILE",
      description = "Start every replica from a safetensors file.")
  private @Nullable Path init;

  @Option(names = "--threads", paramLabel = "N", description = "Threads; default: all cores.")
  private int threads;

  @Option(names = "--json", description = "Print the summary as JSON.")
  private boolean json;

  @Option(names = "--quiet", description = "No progress.")
  private boolean quiet;

  @Mixin private final BackendOption backend = new BackendOption();
  @Mixin private final OutputOption output = new OutputOption();

  RunCommand(Console console, String commandLine) {
    this.console = console;
    this.commandLine = commandLine;
  }

  @Override
  public void run() {
    List<String> all = new ArrayList<>(settings);
    if (init != null) {
      all.add("initial_state=" + Json.write(init.toAbsolutePath().normalize().toString()).strip());
    }
    RunConfig config = Configs.load(preset, all);
    BackendOptions options = BackendOption.options(threads);
    List<ToyInitialState> states = states(config);
    Backends.Choice choice = backend.choice();
    try (Backend opened = choice.open(options);
        RunDirectory directory = output.open(config.name())) {
      RunJob job = new RunJob(console, quiet, commandLine, config, states, choice);
      Summary summary = job.run(opened, directory);
      directory.complete();
      if (json) {
        console.out().print(Json.write(summary));
      } else {
        print(summary, directory);
      }
    } catch (OutOfMemoryError e) {
      throw GrokCommand.outOfMemory(e);
    }
  }

  private static List<ToyInitialState> states(RunConfig config) {
    if (config.initialState().isEmpty()) {
      return config.replicas().stream().map(ToyInitialState::random).toList();
    }
    if (config.seeds().size() > 1 && config.experiment().batchSize() == 0) {
      throw new UsageException(
          "an initial state makes all %d replicas the same: give one seed, or a batch size"
              .formatted(config.seeds().size()));
    }
    Path file = Path.of(config.initialState());
    return config.replicas().stream().map(e -> ToyInitialState.read(e, file)).toList();
  }

  private void print(Summary summary, RunDirectory directory) {
    for (Replica replica : summary.replicas()) {
      String diverged =
          replica.divergedAt().isPresent()
              ? ", diverged at step " + replica.divergedAt().getAsLong()
              : "";
      console
          .out()
          .printf(
              "seed %d: %s, train %s, validation %s, RQI %s%s%n",
              replica.seed(),
              replica.phase().name().toLowerCase(Locale.ROOT),
              step(replica.stepsToTrain()),
              step(replica.stepsToValidation()),
              step(replica.stepsToRqi()),
              diverged);
    }
    console.out().println(directory.path().resolve(RunJob.REPORT));
  }

  private static String step(OptionalLong step) {
    return step.isPresent() ? "at step " + step.getAsLong() : "not reached";
  }
}
