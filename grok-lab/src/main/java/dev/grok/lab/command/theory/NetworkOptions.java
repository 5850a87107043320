package dev.grok.lab.command.theory;

import static dev.grok.lab.command.shared.ConsoleCommand.DEFAULT;

import dev.grok.api.backend.Backends;
import dev.grok.lab.command.shared.BackendOption;
import dev.grok.lab.command.shared.ThreadsOption;
import dev.grok.lab.config.UsageException;
import dev.grok.lab.console.Console;
import dev.grok.lab.console.Progress;
import dev.grok.lab.train.Networks;
import dev.grok.lab.train.ReplicaRun;
import dev.grok.models.train.Experiment;
import dev.grok.models.train.InitialState;
import dev.grok.models.train.OptimizerSettings;
import dev.grok.models.train.Schedule;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which networks a theory command trains to compare the theory with: the paper's toy model. */
final class NetworkOptions {
  /** Most replicas of an ensemble: a thread trains a whole ensemble. */
  private static final int REPLICAS = 4;

  @Mixin private final BackendOption backend = new BackendOption();
  @Mixin private final ThreadsOption threads = new ThreadsOption();

  @Option(names = "--steps", paramLabel = "N", description = "Updates of each network" + DEFAULT)
  private long steps = 3_000;

  @Option(
      names = "--eta1",
      paramLabel = "RATE",
      defaultValue = "1e-3",
      description = "Learning rate of the embeddings" + DEFAULT)
  private double eta1 = 1e-3;

  @Option(
      names = "--eta2",
      paramLabel = "RATE",
      defaultValue = "1e-4",
      description = "Learning rate of the decoder" + DEFAULT)
  private double eta2 = 1e-4;

  @Option(
      names = "--first-seed",
      paramLabel = "SEED",
      description = "Seed of the first network of each size" + DEFAULT)
  private long firstSeed;

  @Option(names = "--quiet", description = "No progress.")
  private boolean quiet;

  long steps() {
    return steps;
  }

  /** Trains so many networks of each size of the training set. */
  List<ReplicaRun> train(Console console, List<Integer> sizes, int seeds) {
    if (seeds < 1) {
      throw new UsageException("--seeds must be positive: " + seeds);
    }
    List<Experiment> experiments = new ArrayList<>();
    for (int size : sizes) {
      for (int k = 0; k < seeds; k++) {
        Experiment paper = Experiment.paper(firstSeed + k);
        experiments.add(rates(paper, eta1, eta2).withTrainingSamples(size));
      }
    }
    return train(console, experiments, InitialState::random);
  }

  static Experiment rates(Experiment experiment, double eta1, double eta2) {
    return experiment
        .withEmbedding(OptimizerSettings.adamw(eta1, 0))
        .withDecoder(OptimizerSettings.adamw(eta2, 0));
  }

  /**
   * Trains experiments.
   *
   * @param start makes the initial state of an experiment
   * @return the results in the order of the experiments
   */
  List<ReplicaRun> train(
      Console console, List<Experiment> experiments, Function<Experiment, InitialState> start) {
    if (steps < 1 || threads.asked() < 0) {
      throw new UsageException(
          "--steps must be positive and --threads not negative: %d, %d"
              .formatted(steps, threads.asked()));
    }
    Backends.Choice choice = backend.choice();
    try (Progress progress = console.progress(quiet, "training", experiments.size() * steps)) {
      return new Networks(choice, threads.count(), steps, Schedule.Listed.ENDS, progress)
          .train(Networks.ensembles(experiments, REPLICAS), start);
    }
  }
}
