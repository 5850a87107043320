package dev.grok.theory.ideal;

import dev.grok.api.GrokException;
import dev.grok.models.task.AdditionTask;
import dev.grok.models.task.Pair;
import dev.grok.theory.parallelogram.DataSet;
import dev.grok.theory.rank.DegreesOfFreedom;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The smallest part of a training set that still determines a unique linear structure, as a
 * curriculum.
 *
 * <p>m samples of one sum give m - 1 equations, so N samples of S different sums give N - S. Since
 * p - 2 independent ones are needed, N = p - 2 + S, and the question is how few sums are enough.
 * All choices of 1, 2, ... sums are tried while they are not too many. After that, sums are added
 * greedily, first the one that ties most symbols. From all samples, two sums next to each other in
 * the middle are enough, that is N = p for p ≥ 4.
 *
 * @param curriculum the samples in the order in which they are fed, with n₀ after each
 * @param lowerBound no part with fewer samples is enough
 */
public record SmallestTrainingSet(TrainingSetSteps curriculum, int lowerBound) {
  private static final long MOST_CHOICES = 200_000;

  /** Whether no smaller part exists. */
  public boolean isProvedSmallest() {
    return curriculum.d().size() == lowerBound;
  }

  /**
   * Searches a training set.
   *
   * @param pool for example {@link DataSet#full}
   * @throws GrokException if the whole of it does not determine a linear structure
   */
  public static SmallestTrainingSet of(DataSet pool) {
    int n0 = DegreesOfFreedom.of(pool).n0();
    if (n0 != 2) {
      throw new GrokException(
          "%s do not determine a linear structure: %d degrees of freedom are left"
              .formatted(pool, n0));
    }
    if (pool.p() == 2) {
      // Every representation of two symbols is linear, so that any one sample is enough.
      return new SmallestTrainingSet(
          TrainingSetSteps.of(dataSet(pool.p(), pool.samples().subList(0, 1))), 1);
    }
    return new Search(pool).run();
  }

  private static DataSet dataSet(int p, List<Pair> samples) {
    return DataSet.of(new AdditionTask(p, false), samples);
  }

  private static final class Search {
    private final int p;
    private final List<List<Pair>> classes = new ArrayList<>(); // by sum, the largest first
    private final DegreesOfFreedom degrees;

    Search(DataSet pool) {
      p = pool.p();
      degrees = new DegreesOfFreedom(p);
      Map<Integer, List<Pair>> bySum = new TreeMap<>();
      pool.samples()
          .forEach(s -> bySum.computeIfAbsent(s.a() + s.b(), sum -> new ArrayList<>()).add(s));
      bySum.values().stream().filter(samples -> samples.size() > 1).forEach(classes::add);
      classes.sort(Comparator.comparingInt(samples -> -samples.size()));
    }

    SmallestTrainingSet run() {
      int sums = 1;
      while (equations(sums) < p - 2) {
        sums++;
      }
      int proved = sums;
      List<Integer> chosen = List.of();
      while (chosen.isEmpty() && choices(sums) <= MOST_CHOICES) {
        chosen = search(new ArrayList<>(), 0, sums);
        if (chosen.isEmpty()) {
          sums++;
          proved = sums;
        }
      }
      if (chosen.isEmpty()) {
        chosen = greedy();
      }
      return new SmallestTrainingSet(TrainingSetSteps.of(basis(chosen)), p - 2 + proved);
    }

    /** How many equations so many sums can give at most. */
    private int equations(int sums) {
      return classes.stream().limit(sums).mapToInt(samples -> samples.size() - 1).sum();
    }

    private double choices(int sums) {
      double choices = 1;
      for (int k = 0; k < sums; k++) {
        choices *= (classes.size() - k) / (k + 1.0);
      }
      return choices;
    }

    /** The first choice of so many sums, from the given class on, that is enough; or none. */
    private List<Integer> search(List<Integer> chosen, int from, int sums) {
      int has = chosen.stream().mapToInt(c -> classes.get(c).size() - 1).sum();
      if (chosen.size() == sums) {
        return has >= p - 2 && isLinear(chosen) ? List.copyOf(chosen) : List.of();
      }
      int open = sums - chosen.size();
      for (int c = from; c + open <= classes.size(); c++) {
        if (has + open * (classes.get(c).size() - 1) < p - 2) {
          break; // later classes are no larger
        }
        chosen.add(c);
        List<Integer> found = search(chosen, c + 1, sums);
        chosen.remove(chosen.size() - 1);
        if (!found.isEmpty()) {
          return found;
        }
      }
      return List.of();
    }

    private boolean isLinear(List<Integer> chosen) {
      feed(chosen);
      return degrees.n0() == 2;
    }

    private void feed(List<Integer> chosen) {
      degrees.clear();
      chosen.forEach(c -> classes.get(c).forEach(sample -> degrees.add(sample.a(), sample.b())));
    }

    private List<Integer> greedy() {
      List<Integer> chosen = new ArrayList<>();
      int bound = p;
      while (bound > 2) {
        int best = -1;
        int least = bound;
        for (int c = 0; c < classes.size(); c++) {
          if (!chosen.contains(c)) {
            chosen.add(c);
            feed(chosen);
            chosen.remove(chosen.size() - 1);
            if (degrees.bound() < least) {
              least = degrees.bound();
              best = c;
            }
          }
        }
        chosen.add(best);
        bound = least;
      }
      // Later choices may have made an earlier one superfluous.
      for (int c : List.copyOf(chosen)) {
        List<Integer> without = new ArrayList<>(chosen);
        without.remove(Integer.valueOf(c));
        feed(without);
        if (degrees.bound() == 2) {
          chosen = without;
        }
      }
      return chosen;
    }

    /** Of each chosen sum the first sample and those whose equation is independent. */
    private DataSet basis(List<Integer> chosen) {
      degrees.clear();
      List<Pair> kept = new ArrayList<>();
      for (int c : chosen) {
        for (Pair sample : classes.get(c)) {
          if (sample.equals(classes.get(c).get(0)) || degrees.wouldTie(sample.a(), sample.b())) {
            degrees.add(sample.a(), sample.b());
            kept.add(sample);
          }
        }
      }
      return dataSet(p, kept);
    }
  }
}
