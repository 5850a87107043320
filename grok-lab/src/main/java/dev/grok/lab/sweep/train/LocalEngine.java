package dev.grok.lab.sweep.train;

import dev.grok.api.BackendOptions;
import dev.grok.api.backend.Backend;
import dev.grok.api.backend.Backends;
import dev.grok.lab.sweep.InitialStates;
import dev.grok.lab.train.Workers;
import dev.grok.models.task.DataDirectory;
import java.util.Collections;
import java.util.concurrent.Executors;

/**
 * Trains on this machine: a worker for each core, each with a backend of one thread and an ensemble
 * of its own; on a backend that prefers many replicas, one worker with one large ensemble.
 */
public final class LocalEngine implements SweepEngine {
  @Override
  public String name() {
    return "local";
  }

  @Override
  public void run(SweepWork work) {
    SweepOptions options = work.options();
    int preferred;
    try (Backend backend = open(options.backend())) {
      preferred = backend.preferredReplicas();
    }
    int replicas = options.replicas() > 0 ? options.replicas() : preferred;
    int suggested = preferred > 1 ? 1 : Runtime.getRuntime().availableProcessors();
    int workers =
        Math.min(options.workers() > 0 ? options.workers() : suggested, work.cells().length);
    CellQueue queue = new CellQueue(work.cells(), work.plan()::group);
    DataDirectory data = SweepOptions.dataDirectory(options.data());
    Runnable worker = () -> train(work, data, replicas, queue);
    try {
      Workers.run(workers, "the sweep", Collections.nCopies(workers, Executors.callable(worker)));
    } finally {
      queue.close();
    }
  }

  private static Backend open(Backends.Choice choice) {
    return choice.open(BackendOptions.DEFAULT.withThreads(1));
  }

  private static void train(SweepWork work, DataDirectory data, int replicas, CellQueue queue) {
    InitialStates states = new InitialStates(work.directory());
    try (Backend backend = open(work.options().backend())) {
      new CellTrainer(backend, work.plan(), states, data, replicas, queue, work.listener()).run();
    } catch (RuntimeException | Error e) {
      // The others need not end their cells.
      queue.close();
      throw e;
    }
  }
}
