package dev.grok.lab.train;

import dev.grok.api.BackendOptions;
import dev.grok.api.backend.Backend;
import dev.grok.api.backend.Backends;
import dev.grok.lab.config.RqiConfig;
import dev.grok.lab.console.Progress;
import dev.grok.models.train.Experiment;
import dev.grok.models.train.InitialState;
import dev.grok.models.train.PhaseRule;
import dev.grok.models.train.Schedule;
import dev.grok.theory.representation.RqiDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;

/**
 * Trains ensembles of the paper's toy model side by side, each on a backend of one thread.
 *
 * @param backend chosen
 * @param workers number of ensembles that train at once
 * @param steps number of updates
 * @param log steps that are logged
 * @param progress is stepped by the updates of every replica
 */
public record Networks(
    Backends.Choice backend, int workers, long steps, Schedule log, Progress progress) {
  /** RQI by the authors' code, above 0.95, every ten steps. */
  public static final RqiConfig RQI = new RqiConfig(RqiDefinition.AUTHORS, 0.95, 10);

  /**
   * Cuts experiments into ensembles of neighbors that can share one, of at most so many replicas.
   */
  public static List<List<Experiment>> ensembles(List<Experiment> experiments, int replicas) {
    List<List<Experiment>> ensembles = new ArrayList<>();
    int first = 0;
    while (first < experiments.size()) {
      int end = first + 1;
      while (end < experiments.size()
          && end - first < replicas
          && experiments.get(end).ensembleKey().equals(experiments.get(first).ensembleKey())) {
        end++;
      }
      ensembles.add(experiments.subList(first, end));
      first = end;
    }
    return ensembles;
  }

  /**
   * Trains ensembles, begun in their order.
   *
   * @param start makes the initial state of an experiment
   * @return a run for every experiment, in the order of the ensembles
   */
  public List<ReplicaRun> train(
      List<List<Experiment>> ensembles, Function<Experiment, InitialState> start) {
    List<Callable<List<ReplicaRun>>> tasks = new ArrayList<>();
    ensembles.forEach(ensemble -> tasks.add(() -> trainOne(ensemble, start)));
    return Workers.run(workers, "training", tasks).stream().flatMap(List::stream).toList();
  }

  private List<ReplicaRun> trainOne(
      List<Experiment> ensemble, Function<Experiment, InitialState> start) {
    List<InitialState> states = ensemble.stream().map(start).toList();
    try (Backend opened = backend.open(BackendOptions.DEFAULT.withThreads(1));
        Training training = new Training(opened, ensemble, states, RQI)) {
      training.run(
          steps, log, Schedule.Listed.ENDS, updates -> progress.step(updates * ensemble.size()));
      return training.results(PhaseRule.TABLE_1);
    }
  }
}
