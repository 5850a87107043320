package dev.grok.lab.sweep;

import dev.grok.lab.sweep.CellResult.Status;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** What is known of every cell, in a few bytes each. Several threads may use it. */
public final class SweepResults {
  private final CellPlan plan;
  private final @Nullable Status[] status;
  private final int[] train;
  private final int[] validation;
  private final int[] diverged;
  private final Map<Integer, String> reasons = new TreeMap<>();

  SweepResults(CellPlan plan) {
    this.plan = plan;
    int cells = plan.cells();
    status = new Status[cells];
    train = new int[cells];
    validation = new int[cells];
    diverged = new int[cells];
  }

  /**
   * Notes a result. What was trained stands, in whichever journal it is: all that trained a cell
   * agree, and a failure says nothing against them. Of failures the last one counts.
   *
   * @return whether the cell had not ended, or only failed and now has not
   */
  synchronized boolean put(CellResult result) {
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

  synchronized boolean has(int cell) {
    return status[cell] != null;
  }

  /** Number of cells that ended so. */
  public synchronized int count(Status how) {
    return (int) IntStream.range(0, status.length).filter(c -> status[c] == how).count();
  }

  /** The first cell that failed. */
  public synchronized Optional<CellResult> firstFailure() {
    return IntStream.range(0, status.length)
        .filter(cell -> status[cell] == Status.FAILED)
        .boxed()
        .findFirst()
        .flatMap(this::get);
  }

  /** Number of cells that have ended. */
  public synchronized int count() {
    return (int) IntStream.range(0, status.length).filter(c -> status[c] != null).count();
  }

  public CellPlan plan() {
    return plan;
  }
}
