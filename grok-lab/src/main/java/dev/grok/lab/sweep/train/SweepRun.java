package dev.grok.lab.sweep.train;

import dev.grok.api.GrokException;
import dev.grok.lab.config.SweepConfig.Refine;
import dev.grok.lab.config.UsageException;
import dev.grok.lab.sweep.CellResult;
import dev.grok.lab.sweep.CellResult.Status;
import dev.grok.lab.sweep.CellSelection;
import dev.grok.lab.sweep.Journal;
import dev.grok.lab.sweep.JournalFile;
import dev.grok.lab.sweep.JournalReading;
import dev.grok.lab.sweep.PhaseMap;
import dev.grok.lab.sweep.SweepDirectory;
import dev.grok.lab.sweep.SweepResults;
import java.nio.file.Path;
import java.util.Arrays;
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
      SweepDirectory directory, SweepOptions options, Journal journal, JournalReading reading) {
    this.directory = directory;
    this.options = options;
    this.journal = journal;
    this.reading = reading;
    selection = new CellSelection(directory.config());
  }

  /**
   * Locks the journal and reads what is there.
   *
   * @throws UsageException if another process runs it, or it was begun with another sweep, version
   *     or kind of backend
   */
  public static SweepRun open(SweepDirectory directory, SweepOptions options) {
    if (!directory.config().refine().equals(Refine.NONE) && options.shard().count() > 1) {
      throw new UsageException("a sweep that is refined cannot be cut into shards");
    }
    String backend = options.backend().name().replaceAll(":.*", "");
    JournalFile.Header header = JournalFile.Header.now(backend, directory.config());
    Journal journal = directory.journal(options.shard(), header);
    try {
      JournalReading reading = directory.read();
      reading.requireSame(header);
      return new SweepRun(directory, options, journal, reading);
    } catch (RuntimeException e) {
      journal.close();
      throw e;
    }
  }

  /** Is told how far the sweep is. */
  public interface Observer {
    /** A second has passed. */
    void tick(SweepRun run);

    /**
     * One sentence about something that changes no result, but that a user wants to know; told by
     * any thread.
     */
    default void remarked(String sentence) {}
  }

  /**
   * Trains.
   *
   * @throws GrokException if the journal cannot be written, or by {@code --fail-fast} if a cell
   *     failed or diverged
   */
  public void train(Observer observer) {
    Ticker ticker = new Ticker(() -> tick(observer));
    try {
      SweepEngine engine = SweepEngine.of(options.engine());
      int[] cells = pending(selection.next(results()));
      int retried = (int) Arrays.stream(cells).filter(results()::has).count();
      int known = results().count() - retried + cells.length;
      wanted = known;
      while (cells.length > 0 && fatal.get() == null) {
        directory.plan().prepare(Arrays.stream(cells));
        engine.run(work(cells, observer));
        cells = fatal.get() == null ? pending(selection.next(results())) : new int[0];
        known += cells.length;
        wanted = known;
      }
    } finally {
      boolean interrupted = ticker.end();
      journal.sync();
      // Not before: an interrupted thread closes the file that it writes.
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
                  cell.explanation()));
    }
  }

  private void tick(Observer observer) {
    try {
      journal.sync();
      observer.tick(this);
    } catch (RuntimeException e) {
      // A view that fails must not end the sweep; the next record tells what cannot be written.
      System.getLogger(SweepRun.class.getName())
          .log(System.Logger.Level.WARNING, "the view of the sweep failed: " + e.getMessage());
    }
  }

  private int[] pending(IntStream cells) {
    SweepResults results = results();
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
        directory.plan(),
        cells,
        directory.path(),
        options,
        new CellListener() {
          @Override
          public void finished(CellResult result) {
            note(result);
          }

          @Override
          public boolean isCanceled() {
            return fatal.get() != null;
          }

          @Override
          public void advanced(long count) {
            updates.addAndGet(count);
          }

          @Override
          public void remarked(String sentence) {
            observer.remarked(sentence);
          }
        });
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

  /**
   * Number of cells that will have ended when this process ends, with those found at its beginning.
   */
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
