package dev.grok.theory.internal;

import dev.grok.api.GrokException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Work that is split among threads into ranges of equal size. */
public final class Shares {
  /** One share of the work. */
  @FunctionalInterface
  public interface Share<T> {
    /** Does items {@code first} (inclusive) to {@code end} (exclusive). */
    T run(int first, int end);
  }

  private Shares() {}

  /** The results of all shares, in their order. */
  public static <T> List<T> run(String what, int items, int threads, Share<T> share) {
    int shares = Math.max(1, Math.min(threads, items));
    ExecutorService pool =
        Executors.newFixedThreadPool(shares, task -> new Thread(task, "grok-theory"));
    try {
      List<Future<T>> parts = new ArrayList<>();
      for (int t = 0; t < shares; t++) {
        int first = (int) ((long) items * t / shares);
        int end = (int) ((long) items * (t + 1) / shares);
        parts.add(pool.submit(() -> share.run(first, end)));
      }
      List<T> results = new ArrayList<>();
      for (Future<T> part : parts) {
        results.add(part.get());
      }
      return results;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new GrokException(what + " was interrupted", interrupted);
    } catch (ExecutionException failed) {
      throw new GrokException(what + " failed: " + failed.getCause(), failed);
    } finally {
      pool.shutdownNow();
    }
  }
}
