package dev.grok.lab.sweep;

import dev.grok.models.train.Phase;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * The share of the grid that each phase takes, with an interval over the choice of seeds: of
 * {@value #RESAMPLES} draws of as many seeds with replacement, the middle 95 %. One seed gives no
 * interval. Inferred grid points count like trained ones, since refinement trains mostly where
 * phases meet.
 */
public final class PhaseAreas {
  private static final int RESAMPLES = 2_000;
  private static final int LOW = RESAMPLES / 40;

  private PhaseAreas() {}

  /**
   * A share.
   *
   * @param share of the cells that have a phase
   * @param low lower end of the interval; NaN with one seed
   * @param high upper end
   */
  public record Area(double share, double low, double high) {}

  public static Map<Phase, Area> of(PhaseMap map) {
    int phases = Phase.values().length;
    int[][] bySeed = new int[map.seeds()][phases];
    for (int cell = 0; cell < map.gridPoints() * map.seeds(); cell++) {
      Optional<Phase> phase = map.phaseOrInferred(cell);
      if (phase.isPresent()) {
        bySeed[cell % map.seeds()][phase.get().ordinal()]++;
      }
    }
    double[][] drawn = new double[phases][RESAMPLES];
    SplittableRandom random = new SplittableRandom(0);
    for (int i = 0; i < RESAMPLES; i++) {
      int[] counts = new int[phases];
      for (int s = 0; s < map.seeds(); s++) {
        add(counts, bySeed[random.nextInt(map.seeds())]);
      }
      put(drawn, i, counts);
    }
    int[] all = new int[phases];
    for (int[] counts : bySeed) {
      add(all, counts);
    }
    double total = Arrays.stream(all).sum();
    Map<Phase, Area> areas = new EnumMap<>(Phase.class);
    for (Phase phase : Phase.values()) {
      double[] sorted = drawn[phase.ordinal()];
      Arrays.sort(sorted);
      boolean several = map.seeds() > 1;
      areas.put(
          phase,
          new Area(
              all[phase.ordinal()] / total,
              several ? sorted[LOW] : Double.NaN,
              several ? sorted[RESAMPLES - 1 - LOW] : Double.NaN));
    }
    return areas;
  }

  private static void add(int[] counts, int[] others) {
    for (int p = 0; p < counts.length; p++) {
      counts[p] += others[p];
    }
  }

  private static void put(double[][] drawn, int i, int[] counts) {
    double total = Math.max(1, Arrays.stream(counts).sum());
    for (int p = 0; p < counts.length; p++) {
      drawn[p][i] = counts[p] / total;
    }
  }
}
