package dev.grok.lab.console;

import java.io.PrintStream;
import java.util.Locale;
import java.util.function.LongSupplier;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** Shows how far something is. Several threads may step it. */
public interface Progress extends AutoCloseable {
  /** So many more are done. */
  void step(long count);

  @Override
  default void close() {}

  enum Style {
    /** A bar that is drawn anew: for terminals. */
    BAR,
    /** A line now and then: for files, pipes, CI. */
    LINES,
    NONE
  }

  /** Starts to show something of the given length. */
  static Progress start(Style style, PrintStream out, String task, long total) {
    return switch (style) {
      case BAR -> bar(out, task, total);
      case LINES -> new Lines(out, task, total, System::nanoTime);
      case NONE -> count -> {};
    };
  }

  private static Progress bar(PrintStream out, String task, long total) {
    ProgressBar bar =
        new ProgressBarBuilder()
            .setTaskName(task)
            .setInitialMax(total)
            .setUpdateIntervalMillis(100)
            .setStyle(ProgressBarStyle.ASCII)
            .setConsumer(new ConsoleProgressBarConsumer(out, 78))
            .hideEta()
            .build();
    return new Progress() {
      @Override
      public void step(long count) {
        bar.stepBy(count);
      }

      @Override
      public void close() {
        bar.close();
      }
    };
  }

  /** A line every few seconds. */
  final class Lines implements Progress {
    private static final long INTERVAL = 5_000_000_000L;

    private final PrintStream out;
    private final String task;
    private final long total;
    private final LongSupplier clock;
    private final long start;
    private long done;
    private long shown;

    Lines(PrintStream out, String task, long total, LongSupplier clock) {
      this.out = out;
      this.task = task;
      this.total = total;
      this.clock = clock;
      start = clock.getAsLong();
      shown = start;
    }

    @Override
    public synchronized void step(long count) {
      done += count;
      long now = clock.getAsLong();
      if (now - shown >= INTERVAL && done < total) {
        shown = now;
        double seconds = (now - start) / 1e9;
        out.printf(
            Locale.ROOT,
            "grok: %s: %d %%, %.0f s, about %.0f s left%n",
            task,
            100 * done / total,
            seconds,
            seconds * (total - done) / done);
      }
    }
  }
}
