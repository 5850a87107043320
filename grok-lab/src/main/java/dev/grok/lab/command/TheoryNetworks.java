package dev.grok.lab.command;

import dev.grok.api.GrokException;
import dev.grok.api.backend.Backend;
import dev.grok.api.backend.Backends;
import dev.grok.lab.config.RqiConfig;
import dev.grok.lab.config.UsageException;
import dev.grok.lab.run.Look;
import dev.grok.lab.run.Progress;
import dev.grok.lab.run.ReplicaRun;
import dev.grok.lab.run.Training;
import dev.grok.models.train.Experiment;
import dev.grok.models.train.InitialState;
import dev.grok.models.train.OptimizerSettings;
import dev.grok.models.train.PhaseRule;
import dev.grok.models.train.Schedule;
import dev.grok.theory.representation.RqiDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The networks that a theory command trains to compare itself with: the paper's toy model. */
final class TheoryNetworks {
  /** RQI by the authors' code, above 0.95, every ten steps. */
  static final RqiConfig RQI = new RqiConfig(RqiDefinition.AUTHORS, 0.95, 10);

  private static final int REPLICAS = 4; // an ensemble: whole ensembles are spread over threads

  @Mixin private final BackendOption backend = new BackendOption();

  @Option(
      names = "--steps",
      paramLabel = "N",
      defaultValue = "3000",
      description = "Updates of each network (default: ${DEFAULT-VALUE}).")
  private long steps = 3_000;

  @Option(
      names = "--eta1",
      paramLabel = "RATE",
      defaultValue = "1e-3",
      description = "Learning rate of the embeddings (default: ${DEFAULT-VALUE}).")
  private double eta1 = 1e-3;

  @Option(
      names = "--eta2",
      paramLabel = "RATE",
      defaultValue = "1e-4",
      description = "Learning rate of the decoder (default: ${DEFAULT-VALUE}).")
  private double eta2 = 1e-4;

  @Option(
      names = "--first-seed",
      paramLabel = "SEED",
      defaultValue = "0",
      description = "Seed of the first network of each size (default: ${DEFAULT-VALUE}).")
  private long firstSeed;

  @Option(names = "--threads", paramLabel = "N", description = "Threads; default: all cores.")
  private int threads;

  @Option(names = "--quiet", description = "No progress.")
  private boolean quiet;

  long steps() {
    return steps;
  }

  double eta1() {
    return eta1;
  }

  double eta2() {
    return eta2;
  }

  /** The paper's experiment with these rates. */
  Experiment experiment(int size, int number) {
    return rates(Experiment.paper(firstSeed + number), eta1, eta2).withTrainingSamples(size);
  }

  static Experiment rates(Experiment experiment, double eta1, double eta2) {
    return experiment
        .withEmbedding(OptimizerSettings.adamw(eta1, 0))
        .withDecoder(OptimizerSettings.adamw(eta2, 0));
  }

  /** Trains experiments from states of their own; the results in their order. */
  List<ReplicaRun> train(Console console, List<Experiment> experiments) {
    return train(console, experiments, InitialState::random);
  }

  List<ReplicaRun> train(
      Console console, List<Experiment> experiments, Function<Experiment, InitialState> start) {
    if (steps < 1 || threads < 0) {
      throw new UsageException(
          "--steps must be positive and --threads not negative: %d, %d".formatted(steps, threads));
    }
    Backends.Choice choice = backend.choice();
    int workers = threads == 0 ? Runtime.getRuntime().availableProcessors() : threads;
    ExecutorService pool =
        Executors.newFixedThreadPool(workers, task -> new Thread(task, "grok-theory"));
    try (Progress progress = console.progress(quiet, "training", experiments.size() * steps)) {
      List<Future<List<ReplicaRun>>> parts = new ArrayList<>();
      int first = 0;
      while (first < experiments.size()) {
        int end = first + 1;
        while (end < experiments.size()
            && end - first < REPLICAS
            && experiments.get(end).ensembleKey().equals(experiments.get(first).ensembleKey())) {
          end++;
        }
        List<Experiment> together = experiments.subList(first, end);
        parts.add(pool.submit(() -> ensemble(choice, together, start, progress)));
        first = end;
      }
      List<ReplicaRun> runs = new ArrayList<>();
      for (Future<List<ReplicaRun>> part : parts) {
        runs.addAll(part.get());
      }
      return runs;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new GrokException("training was interrupted", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof GrokException cause) {
        throw cause;
      }
      throw new IllegalStateException(e.getCause());
    } finally {
      pool.shutdownNow();
    }
  }

  private List<ReplicaRun> ensemble(
      Backends.Choice choice,
      List<Experiment> experiments,
      Function<Experiment, InitialState> start,
      Progress progress) {
    List<InitialState> states = experiments.stream().map(start).toList();
    try (Backend opened = choice.open(BackendOption.options(1));
        Training training = new Training(opened, experiments, states, RQI)) {
      training.run(
          steps,
          Schedule.Listed.ENDS,
          Schedule.Listed.ENDS,
          new Training.Listener() {
            @Override
            public void logged(List<Look> looks) {}

            @Override
            public void advanced(long updates) {
              progress.step(updates * experiments.size());
            }
          });
      return training.results(PhaseRule.TABLE_1);
    }
  }
}
