package dev.grok.lab.sweep.train;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** Does something every second, on a thread of its own. */
final class Ticker {
  private final ScheduledExecutorService ticks =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "grok-sweep-view");
            thread.setDaemon(true);
            return thread;
          });

  Ticker(Runnable tick) {
    ScheduledFuture<?> unused = ticks.scheduleWithFixedDelay(tick, 1, 1, TimeUnit.SECONDS);
  }

  /**
   * Ends it, and waits for a tick that is under way: it must not write over what is written next.
   *
   * @return whether this thread was interrupted while it waited; its flag is then clear
   */
  boolean end() {
    ticks.shutdown();
    try {
      ticks.awaitTermination(1, TimeUnit.MINUTES);
      return false;
    } catch (InterruptedException e) {
      return true;
    }
  }
}
