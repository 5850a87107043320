package dev.grok.lab.sweep;

import dev.grok.api.BackendOptions;
import dev.grok.api.GrokException;
import dev.grok.api.backend.Backend;
import dev.grok.models.task.DataDirectory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

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
    int preferred;
    try (Backend backend = work.backend().open(BackendOptions.DEFAULT.withThreads(1))) {
      preferred = backend.preferredReplicas();
    }
    int replicas = work.replicas() > 0 ? work.replicas() : preferred;
    int suggested = preferred > 1 ? 1 : Runtime.getRuntime().availableProcessors();
    int workers = Math.min(work.workers() > 0 ? work.workers() : suggested, work.cells().length);
    CellQueue queue = new CellQueue(work.cells(), work.plan()::group);
    DataDirectory data = SweepWork.dataDirectory(work.data());
    ExecutorService pool =
        Executors.newFixedThreadPool(
            Math.max(workers, 1),
            task -> {
              Thread thread = new Thread(task, "grok-sweep");
              thread.setDaemon(true);
              return thread;
            });
    try {
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < workers; i++) {
        running.add(pool.submit(() -> train(work, data, replicas, queue)));
      }
      for (Future<?> worker : running) {
        await(worker);
      }
    } finally {
      queue.close();
      pool.shutdownNow();
    }
  }

  private static void train(SweepWork work, DataDirectory data, int replicas, CellQueue queue) {
    CellListener listener =
        new CellListener() {
          @Override
          public void finished(CellResult result) {
            work.listener().finished(result);
            if (work.canceled().getAsBoolean()) {
              queue.close();
            }
          }

          @Override
          public void advanced(long updates) {
            work.listener().advanced(updates);
          }

          @Override
          public void remarked(String sentence) {
            work.listener().remarked(sentence);
          }
        };
    InitialStates states = new InitialStates(work.directory());
    try (Backend backend = work.backend().open(BackendOptions.DEFAULT.withThreads(1))) {
      new CellTrainer(backend, work.plan(), states, data, replicas, queue, listener).run();
    } catch (RuntimeException | Error e) {
      queue.close();
      throw e;
    }
  }

  private static void await(Future<?> worker) {
    try {
      worker.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new GrokException("the sweep was interrupted", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      if (e.getCause() instanceof Error cause) {
        throw cause;
      }
      throw new IllegalStateException(e.getCause());
    }
  }
}
