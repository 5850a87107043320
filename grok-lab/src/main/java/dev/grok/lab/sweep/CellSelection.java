package dev.grok.lab.sweep;

import dev.grok.lab.config.SweepConfig;
import dev.grok.lab.config.SweepConfig.Refine;
import java.util.stream.IntStream;

/** Which cells of a sweep are wanted, in rounds: what has come out may decide what comes next. */
public interface CellSelection {
  /** Cells wanted now; those that have ended already may be among them. */
  IntStream next(SweepResults results);

  /** The phases by the sweep's own rule. */
  PhaseMap map(SweepResults results);

  /** As a sweep says. */
  static CellSelection of(SweepConfig sweep) {
    return sweep.refine().equals(Refine.NONE) ? new All() : new Refinement(sweep);
  }

  /** All of them. */
  final class All implements CellSelection {
    @Override
    public IntStream next(SweepResults results) {
      return IntStream.range(0, results.plan().cells());
    }

    @Override
    public PhaseMap map(SweepResults results) {
      return new PhaseMap(results, results.plan().sweep().base().phase());
    }
  }
}
