package dev.grok.lab.sweep;

import dev.grok.lab.sweep.CellResult.Status;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What is known of every cell, in a few bytes each. Several threads may use it. */
public final class SweepResults {
  private final CellPlan plan;
  private final @Nullable Status[] status;
  private final int[] train;
  private final int[] validation;
  private final int[] diverged;
  private final Map<Integer, String> reasons = new TreeMap<>();

  public SweepResults(CellPlan plan) {
    this.plan = plan;
    int cells = plan.cells();
    status = new Status[cells];
    train = new int[cells];
    validation = new int[cells];
    diverged = new int[cells];
  }

  /**
   * Notes a result. A trained result stands before every failure, in whichever journal it is:
   * whoever trains the cell gets the same. Of several failures the last one counts.
   *
   * @return whether the cell ended for the first time, or was trained after it had failed
   */
  public synchronized boolean put(CellResult result) {
    int cell = result.cell();
    Status known = status[cell];
    if (known != null && known != Status.FAILED) {
      return false;
    }
    status[cell] = result.status();
    train[cell] = (int) result.train();
    validation[cell] = (int) result.validation();
    diverged[cell] = (int) result.diverged();
    if (result.reason().isEmpty()) {
      reasons.remove(cell);
    } else {
      reasons.put(cell, result.reason());
    }
    return known == null || result.status() != Status.FAILED;
  }

  /** The result of a cell, if it has ended. */
  public synchronized Optional<CellResult> get(int cell) {
    Status how = status[cell];
    return how == null
        ? Optional.empty()
        : Optional.of(
            new CellResult(
                cell,
                plan.id(cell),
                how,
                train[cell],
                validation[cell],
                diverged[cell],
                reasons.getOrDefault(cell, "")));
  }

  public synchronized boolean has(int cell) {
    return status[cell] != null;
  }

  /** Number of cells that ended in this way. */
  public synchronized int count(Status how) {
    return (int) IntStream.range(0, status.length).filter(c -> status[c] == how).count();
  }

  /** The cells that have ended, in their order. */
  public Stream<CellResult> ended() {
    return IntStream.range(0, status.length).mapToObj(this::get).flatMap(Optional::stream);
  }

  public Optional<CellResult> firstFailure() {
    return ended().filter(result -> result.status() == Status.FAILED).findFirst();
  }

  public synchronized int count() {
    return (int) IntStream.range(0, status.length).filter(c -> status[c] != null).count();
  }

  public CellPlan plan() {
    return plan;
  }
}
