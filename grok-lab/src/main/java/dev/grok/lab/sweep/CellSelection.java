package dev.grok.lab.sweep;

import dev.grok.lab.config.SweepConfig;
import dev.grok.lab.config.SweepConfig.Refine;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Which cells of a sweep are wanted, in rounds: results may decide what comes next. */
public final class CellSelection {
  private final SweepConfig sweep;
  private final @Nullable Refinement refinement;

  /** All cells of a sweep, or those that its refinement chooses. */
  public CellSelection(SweepConfig sweep) {
    this.sweep = sweep;
    refinement = sweep.refine().equals(Refine.NONE) ? null : new Refinement(sweep);
  }

  /** The phases by the sweep's own rule, from results alone. */
  public static PhaseMap phases(SweepResults results) {
    CellSelection selection = new CellSelection(results.plan().sweep());
    selection.next(results);
    return selection.map(results);
  }

  /** Cells wanted now; those that have ended already may be among them. */
  public IntStream next(SweepResults results) {
    return refinement == null ? IntStream.range(0, sweep.cells()) : refinement.next(results);
  }

  /** The phases by the sweep's own rule, after the rounds that {@link #next} has seen. */
  public PhaseMap map(SweepResults results) {
    return refinement == null
        ? new PhaseMap(results, sweep.base().phase())
        : refinement.map(results);
  }
}
