package dev.grok.lab.sweep;

import dev.grok.api.GrokException;
import dev.grok.lab.config.SweepConfig.Refine;
import dev.grok.lab.config.UsageException;
import dev.grok.lab.run.Environment;
import dev.grok.lab.sweep.CellResult.Status;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Trains the cells of a sweep that no journal holds yet, and writes each into the journal as it
 * ends. The journal is locked for as long as this is open.
 */
public final class SweepRun implements AutoCloseable {
  private final SweepDirectory directory;
  private final CellPlan plan;
  private final SweepOptions options;
  private final Journal journal;
  private final JournalReading reading;
  private final AtomicInteger finished = new AtomicInteger();
  private final AtomicInteger failed = new AtomicInteger();
  private final AtomicLong updates = new AtomicLong();
  private final AtomicReference<@Nullable CellResult> fatal = new AtomicReference<>();
  private final long start = System.nanoTime();
  private final CellSelection selection;
  private volatile int wanted;

  private SweepRun(
      SweepDirectory directory,
      CellPlan plan,
      SweepOptions options,
      Journal journal,
      JournalReading reading) {
    this.directory = directory;
    this.plan = plan;
    this.options = options;
    this.journal = journal;
    this.reading = reading;
    selection = CellSelection.of(directory.config());
  }

  /**
   * Locks the journal and reads what is there.
   *
   * @throws UsageException if another process runs it, or it was begun with another sweep, version
   *     or kind of backend
   */
  public static SweepRun open(SweepDirectory directory, SweepOptions options) {
    CellPlan plan = directory.plan();
    if (!directory.config().refine().equals(Refine.NONE) && options.shard().count() > 1) {
      throw new UsageException("a sweep that is refined cannot be cut into shards");
    }
    String backend = options.backend().name().replaceAll(":.*", "");
    JournalHeader header =
        new JournalHeader(JournalHeader.FORMAT, Environment.version(), backend, directory.config());
    Journal journal = directory.journal(options.shard(), header);
    try {
      JournalReading reading = directory.read();
      reading.requireSame(header.grok(), backend);
      return new SweepRun(directory, plan, options, journal, reading);
    } catch (RuntimeException e) {
      journal.close();
      throw e;
    }
  }

  /** Is told every second how far it is. */
  public interface Observer {
    /** A second has passed. */
    void tick(SweepRun run);

    /** Something that changes no result, but that a user wants to know; by any thread. */
    default void remarked(String sentence) {}
  }

  /**
   * Trains.
   *
   * @throws GrokException if the journal cannot be written, or by {@code --fail-fast} if a cell
   *     failed or diverged
   */
  public void train(Observer observer) {
    ScheduledExecutorService ticks =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "grok-sweep-view");
              thread.setDaemon(true);
              return thread;
            });
    try {
      ticks.scheduleWithFixedDelay(() -> tick(observer), 1, 1, TimeUnit.SECONDS);
      SweepEngine engine = SweepEngine.of(options.engine());
      int[] cells = pending(selection.next(results()));
      wanted = reading.results().count() - retried(cells) + cells.length;
      while (cells.length > 0 && fatal.get() == null) {
        plan.prepare(Arrays.stream(cells));
        engine.run(work(cells, observer));
        cells = fatal.get() == null ? pending(selection.next(results())) : new int[0];
        wanted += cells.length;
      }
    } finally {
      boolean interrupted = end(ticks);
      journal.sync();
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
    CellResult cell = fatal.get();
    if (cell != null) {
      throw new GrokException(
          "cell %d %s, and --fail-fast was given: %s"
              .formatted(
                  cell.cell(),
                  cell.status() == Status.FAILED ? "failed" : "diverged",
                  cell.status() == Status.FAILED
                      ? cell.reason()
                      : "training loss is not finite after update " + cell.diverged()));
    }
  }

  /**
   * Waits for a view that is being drawn: it would be written over what is written next. Returns
   * whether it was interrupted.
   */
  private static boolean end(ScheduledExecutorService ticks) {
    ticks.shutdown();
    try {
      ticks.awaitTermination(1, TimeUnit.MINUTES);
      return false;
    } catch (InterruptedException e) {
      // The caller's to know again once the journal is written: a file would be closed by it.
      return true;
    }
  }

  private void tick(Observer observer) {
    try {
      journal.sync();
      observer.tick(this);
    } catch (RuntimeException e) {
      // A view that fails must not end the sweep; what cannot be written is told at the next
      // record.
      System.getLogger(SweepRun.class.getName())
          .log(System.Logger.Level.WARNING, "the view of the sweep failed: " + e.getMessage());
    }
  }

  private int retried(int[] cells) {
    return (int) Arrays.stream(cells).filter(reading.results()::has).count();
  }

  private int[] pending(IntStream cells) {
    SweepResults results = reading.results();
    boolean retry = options.retryFailed() && finished.get() == 0;
    return cells
        .filter(options.shard()::has)
        .filter(
            cell ->
                !results.has(cell)
                    || (retry && results.get(cell).orElseThrow().status() == Status.FAILED))
        .toArray();
  }

  private SweepWork work(int[] cells, Observer observer) {
    return new SweepWork(
        plan,
        cells,
        directory.path(),
        options.backend(),
        options.data(),
        options.workers(),
        options.replicas(),
        options.master(),
        new CellListener() {
          @Override
          public void finished(CellResult result) {
            note(result);
          }

          @Override
          public void advanced(long count) {
            updates.addAndGet(count);
          }

          @Override
          public void remarked(String sentence) {
            observer.remarked(sentence);
          }
        },
        () -> fatal.get() != null);
  }

  private void note(CellResult result) {
    journal.append(result);
    results().put(result);
    finished.incrementAndGet();
    if (result.status() == Status.FAILED) {
      failed.incrementAndGet();
    }
    if (options.failFast() && result.status() != Status.DONE) {
      fatal.compareAndSet(null, result);
    }
  }

  public SweepDirectory directory() {
    return directory;
  }

  public CellPlan plan() {
    return plan;
  }

  /** What is known of all cells. */
  public SweepResults results() {
    return reading.results();
  }

  /** Reads what other processes have written into their journals meanwhile. */
  public void readOthers() {
    Path own = Path.of(options.shard().journal());
    directory.read(reading, file -> !file.endsWith(own));
  }

  /** What is known of the phases now. */
  public PhaseMap map() {
    return selection.map(results());
  }

  /** What was read at the beginning. */
  public JournalReading reading() {
    return reading;
  }

  /** Number of cells that this process has ended. */
  public int finished() {
    return finished.get();
  }

  /** Number of those that failed. */
  public int failed() {
    return failed.get();
  }

  /** Number of cells that this process means to have at its end, those found there included. */
  public int wanted() {
    return wanted;
  }

  /** Number of updates that this process has made. */
  public long updates() {
    return updates.get();
  }

  /** Seconds since it was opened. */
  public double seconds() {
    return (System.nanoTime() - start) / 1e9;
  }

  @Override
  public void close() {
    journal.close();
  }
}
