package dev.grok.lab.command;

import dev.grok.api.GrokException;
import dev.grok.api.backend.Backend;
import dev.grok.api.backend.Backends;
import dev.grok.lab.config.RqiConfig;
import dev.grok.lab.run.Look;
import dev.grok.lab.run.Progress;
import dev.grok.lab.run.ReplicaRun;
import dev.grok.lab.run.Training;
import dev.grok.models.task.AdditionTask;
import dev.grok.models.train.Experiment;
import dev.grok.models.train.InitialState;
import dev.grok.models.train.PhaseRule;
import dev.grok.models.train.Schedule;
import dev.grok.theory.representation.RqiDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;

/**
 * What quickstart trains: an ensemble of seeds for each size of the training set, with the paper's
 * regression settings.
 *
 * @param sizes numbers of training samples, ascending
 * @param seeds the same for every size
 * @param steps number of updates
 */
record QuickstartSweep(List<Integer> sizes, List<Long> seeds, long steps) {
  static final RqiConfig RQI = new RqiConfig(RqiDefinition.AUTHORS, 0.95, 10);

  private static final int SEEDS = 4;
  private static final Schedule LOG = new Schedule.Logarithmic(20);

  /** Hears of progress alone. */
  private record Advances(Progress progress) implements Training.Listener {
    @Override
    public void logged(List<Look> looks) {}

    @Override
    public void advanced(long updates) {
      progress.step(updates);
    }
  }

  static QuickstartSweep paper(long firstSeed) {
    return new QuickstartSweep(
        List.of(20, 25, 30, 35, 40, 45, 50, 54),
        LongStream.range(firstSeed, firstSeed + SEEDS).boxed().toList(),
        3_000);
  }

  AdditionTask task() {
    return (AdditionTask) Experiment.paper(0).task();
  }

  long totalSteps() {
    return sizes.size() * steps;
  }

  /** Each worker takes size after size, the largest first, on a backend of one thread. */
  List<ReplicaRun> train(Backends.Choice choice, int workers, Progress progress) {
    ExecutorService pool =
        Executors.newFixedThreadPool(
            Math.min(workers, sizes.size()), task -> new Thread(task, "grok-quickstart"));
    try {
      List<Future<List<ReplicaRun>>> parts = new ArrayList<>();
      for (int i = sizes.size() - 1; i >= 0; i--) {
        int size = sizes.get(i);
        parts.add(0, pool.submit(() -> trainSize(choice, size, progress)));
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
      if (e.getCause() instanceof OutOfMemoryError cause) {
        throw cause;
      }
      throw new IllegalStateException(e.getCause());
    } finally {
      pool.shutdownNow();
    }
  }

  private List<ReplicaRun> trainSize(Backends.Choice choice, int size, Progress progress) {
    List<Experiment> experiments =
        seeds.stream().map(s -> Experiment.paper(s).withTrainingSamples(size)).toList();
    List<InitialState> states = experiments.stream().map(InitialState::random).toList();
    try (Backend backend = choice.open(BackendOption.options(1));
        Training training = new Training(backend, experiments, states, RQI)) {
      training.run(steps, LOG, Schedule.Listed.ENDS, new Advances(progress));
      return training.results(PhaseRule.TABLE_1);
    }
  }
}
