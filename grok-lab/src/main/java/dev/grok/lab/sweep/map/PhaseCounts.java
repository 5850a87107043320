package dev.grok.lab.sweep.map;

import dev.grok.models.train.Phase;
import java.util.Optional;

/**
 * In which phases the seeds of a grid point ended.
 *
 * @param counts number of seeds by the ordinal of {@link Phase}
 */
public record PhaseCounts(int[] counts) {
  /** Number of seeds that have a phase. */
  public int total() {
    int total = 0;
    for (int count : counts) {
      total += count;
    }
    return total;
  }

  /** The most frequent one, of several the first in the order of {@link Phase}. */
  public Optional<Phase> majority() {
    int best = 0;
    for (int p = 1; p < counts.length; p++) {
      if (counts[p] > counts[best]) {
        best = p;
      }
    }
    return counts[best] == 0 ? Optional.empty() : Optional.of(Phase.values()[best]);
  }

  /** Share of seeds in a phase; NaN if none has one. */
  public double probability(Phase phase) {
    return (double) counts[phase.ordinal()] / total();
  }
}
