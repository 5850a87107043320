package dev.grok.lab.sweep;

import dev.grok.lab.config.SweepConfig;
import dev.grok.models.train.Phase;
import dev.grok.models.train.PhaseRule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Chooses grid points where the phase is not clear. Every trained grid point votes for its phase at
 * all others, with the weight d⁻⁴ at the distance d in grid steps (inverse distance weighting,
 * Shepard 1968); the least certain grid points that do not touch each other are trained next. What
 * is chosen is a function of results alone, so that a resumed sweep chooses the same.
 */
final class Refinement {
  /** A round trains one of so many grid points, but at least two. */
  private static final int ROUNDS = 64;

  /** A grid point is certain if one phase has more than this share of its votes. */
  private static final double CERTAIN = 0.999;

  private final SweepConfig sweep;
  private final PhaseRule rule;
  private final int[][] places;

  /** [seed][grid point][phase]; the last entry is of the majority over seeds. */
  private final double[][][] votes;

  private final boolean[] chosen;
  private final int most;
  private List<Integer> round;
  private int trained;

  /** Begins with the coarse grid. */
  Refinement(SweepConfig sweep) {
    this.sweep = sweep;
    rule = sweep.base().phase();
    int points = sweep.gridPoints();
    places = IntStream.range(0, points).mapToObj(sweep::place).toArray(int[][]::new);
    votes = new double[seeds() + 1][points][Phase.values().length];
    chosen = new boolean[points];
    round = IntStream.range(0, points).filter(this::isCoarse).boxed().toList();
    most = Math.max(round.size(), (int) Math.floor(sweep.refine().share() * points));
    choose(round);
  }

  /** Whether a grid point is on the coarse grid: every so many along each axis, and the last. */
  private boolean isCoarse(int point) {
    for (int a = 0; a < places[point].length; a++) {
      int place = places[point][a];
      if (place % sweep.refine().stride() != 0 && place != sweep.axes().get(a).points() - 1) {
        return false;
      }
    }
    return true;
  }

  private void choose(List<Integer> points) {
    points.forEach(point -> chosen[point] = true);
    trained += points.size();
  }

  /** See {@link CellSelection#next}. */
  synchronized IntStream next(SweepResults results) {
    while (!round.isEmpty() && round.stream().allMatch(point -> hasEnded(results, point))) {
      PhaseMap map = new PhaseMap(results, rule);
      for (int point : round) {
        for (int seed = 0; seed < seeds(); seed++) {
          double[][] ofSeed = votes[seed];
          map.phase(point * seeds() + seed).ifPresent(phase -> vote(ofSeed, point, phase));
        }
        map.majority(point).ifPresent(phase -> vote(ofMajority(), point, phase));
      }
      round = leastCertain();
      choose(round);
    }
    int seeds = seeds();
    return round.stream().flatMapToInt(p -> IntStream.range(p * seeds, (p + 1) * seeds));
  }

  private int seeds() {
    return sweep.base().seeds().size();
  }

  private double[][] ofMajority() {
    return votes[seeds()];
  }

  private boolean hasEnded(SweepResults results, int point) {
    return IntStream.range(point * seeds(), (point + 1) * seeds()).allMatch(results::has);
  }

  private void vote(double[][] votes, int point, Phase phase) {
    for (int other = 0; other < places.length; other++) {
      if (other != point) {
        double square = 0;
        for (int a = 0; a < places[point].length; a++) {
          double difference = places[point][a] - places[other][a];
          square += difference * difference;
        }
        votes[other][phase.ordinal()] += 1 / (square * square);
      }
    }
  }

  private double certainty(int point) {
    double[] phases = ofMajority()[point];
    double sum = Arrays.stream(phases).sum();
    return sum == 0 ? 0 : Arrays.stream(phases).max().orElse(0) / sum;
  }

  private List<Integer> leastCertain() {
    int size = Math.min(most - trained, Math.max(2, places.length / ROUNDS));
    List<Integer> open =
        IntStream.range(0, places.length)
            .filter(point -> !chosen[point] && certainty(point) < CERTAIN)
            .boxed()
            .sorted((a, b) -> Double.compare(certainty(a), certainty(b)))
            .toList();
    List<Integer> next = new ArrayList<>();
    for (int point : open) {
      if (next.size() < size && next.stream().noneMatch(other -> touch(other, point))) {
        next.add(point);
      }
    }
    return next;
  }

  private boolean touch(int one, int other) {
    int distance = 0;
    for (int a = 0; a < places[one].length; a++) {
      distance += Math.abs(places[one][a] - places[other][a]);
    }
    return distance <= 1;
  }

  /** See {@link CellSelection#map}. */
  synchronized PhaseMap map(SweepResults results) {
    Map<Integer, Phase> cells = new TreeMap<>();
    for (int seed = 0; seed < seeds(); seed++) {
      int offset = seed;
      inferred(votes[seed]).forEach((point, phase) -> cells.put(point * seeds() + offset, phase));
    }
    return new PhaseMap(results, rule, inferred(ofMajority()), cells);
  }

  /** The phases of the grid points that were not chosen, by the votes of the others. */
  private Map<Integer, Phase> inferred(double[][] votes) {
    Map<Integer, Phase> inferred = new TreeMap<>();
    for (int point = 0; point < places.length; point++) {
      int at = point;
      double[] phases = votes[point];
      if (!chosen[point]) {
        Arrays.stream(Phase.values())
            .filter(phase -> phases[phase.ordinal()] > 0)
            .max(Comparator.comparingDouble(phase -> phases[phase.ordinal()]))
            .ifPresent(phase -> inferred.put(at, phase));
      }
    }
    return inferred;
  }
}
