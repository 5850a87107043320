package dev.grok.lab.train;

import dev.grok.api.GrokException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Threads that do tasks side by side. */
public final class Workers {
  private Workers() {}

  /**
   * Does all tasks, begun in their order; the first one that fails ends the others.
   *
   * @param count number of threads
   * @param what is done, for the sentence if it is interrupted
   * @return the results in the order of the tasks
   * @throws GrokException if this thread is interrupted
   */
  public static <T> List<T> run(int count, String what, List<? extends Callable<T>> tasks) {
    ExecutorService pool =
        Executors.newFixedThreadPool(
            Math.max(1, Math.min(count, tasks.size())),
            task -> {
              Thread thread = new Thread(task, "grok-worker");
              thread.setDaemon(true);
              return thread;
            });
    try {
      List<Future<T>> running = tasks.stream().map(task -> pool.submit(task)).toList();
      List<T> results = new ArrayList<>();
      for (Future<T> task : running) {
        results.add(task.get());
      }
      return results;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new GrokException(what + " was interrupted", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      if (e.getCause() instanceof Error cause) {
        throw cause;
      }
      throw new IllegalStateException(e.getCause());
    } finally {
      pool.shutdownNow();
    }
  }
}
