package dev.grok.lab.sweep;

import dev.grok.lab.config.SweepConfig;
import dev.grok.models.train.Phase;
import dev.grok.models.train.PhaseRule;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The phases of a sweep by one rule: per cell, and per grid point over its seeds.
 *
 * @param rule what counts as which phase (Table 1)
 * @param inferredPoints majorities of grid points that were not trained
 * @param inferredCells phases of their seeds
 */
public record PhaseMap(
    SweepResults results,
    PhaseRule rule,
    Map<Integer, Phase> inferredPoints,
    Map<Integer, Phase> inferredCells) {
  /** Nothing is inferred. */
  public PhaseMap(SweepResults results, PhaseRule rule) {
    this(results, rule, Map.of(), Map.of());
  }

  public SweepConfig sweep() {
    return results.plan().sweep();
  }

  public int seeds() {
    return sweep().base().seeds().size();
  }

  public int gridPoints() {
    return sweep().gridPoints();
  }

  /** The phase of a cell; none if it has not ended, or failed. */
  public Optional<Phase> phase(int cell) {
    return results.get(cell).flatMap(result -> result.phase(rule));
  }

  /** The phase of a cell, or else what was inferred for it. */
  Optional<Phase> phaseOrInferred(int cell) {
    return phase(cell).or(() -> Optional.ofNullable(inferredCells.get(cell)));
  }

  /** Phases of a grid point's seeds. */
  public Counts counts(int gridPoint) {
    int[] counts = new int[Phase.values().length];
    for (int s = 0; s < seeds(); s++) {
      phase(gridPoint * seeds() + s).ifPresent(phase -> counts[phase.ordinal()]++);
    }
    return new Counts(counts);
  }

  /**
   * In which phases the seeds of a grid point ended.
   *
   * @param counts number of seeds by the ordinal of {@link Phase}
   */
  public record Counts(int[] counts) {
    /** Number of seeds that have a phase. */
    public int total() {
      return Arrays.stream(counts).sum();
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

  /** The majority of a grid point's seeds, or else what was inferred. */
  public Optional<Phase> majority(int gridPoint) {
    Optional<Phase> majority = counts(gridPoint).majority();
    return majority.isPresent() ? majority : Optional.ofNullable(inferredPoints.get(gridPoint));
  }

  /** Whether a phase was inferred, not trained. */
  public boolean isInferred(int gridPoint) {
    return inferredPoints.containsKey(gridPoint) && counts(gridPoint).total() == 0;
  }

  /** Number of grid points whose phase was inferred. */
  public int inferred() {
    return inferredPoints.size();
  }

  /** An accuracy threshold, and the steps to it. */
  public enum Threshold {
    TRAIN,
    VALIDATION;

    private long of(CellResult result) {
      return this == TRAIN ? result.train() : result.validation();
    }
  }

  /**
   * The median of steps to a threshold over the seeds that have ended, the lower one of two. Those
   * that did not reach it (within the rule's budget) count as later than all others.
   *
   * @return empty if the median seed did not reach it, or none has ended
   */
  public OptionalLong medianSteps(int gridPoint, Threshold threshold) {
    long[] steps = steps(gridPoint, threshold);
    Arrays.sort(steps);
    long median = steps.length == 0 ? Long.MAX_VALUE : steps[(steps.length - 1) / 2];
    return median == Long.MAX_VALUE ? OptionalLong.empty() : OptionalLong.of(median);
  }

  /** How many seeds reached the threshold. */
  public int reached(int gridPoint, Threshold threshold) {
    return (int)
        Arrays.stream(steps(gridPoint, threshold)).filter(step -> step < Long.MAX_VALUE).count();
  }

  private long[] steps(int gridPoint, Threshold threshold) {
    long[] steps = new long[seeds()];
    int n = 0;
    for (int s = 0; s < steps.length; s++) {
      Optional<CellResult> result = results.get(gridPoint * steps.length + s);
      if (result.isPresent() && result.get().status() != CellResult.Status.FAILED) {
        long step = threshold.of(result.get());
        boolean reached = step != CellResult.NEVER && step < rule.budget();
        steps[n++] = reached ? step : Long.MAX_VALUE;
      }
    }
    return Arrays.copyOf(steps, n);
  }
}
