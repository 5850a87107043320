package dev.grok.theory.ideal;

import dev.grok.models.random.RandomStream;
import dev.grok.models.random.RandomStream.Purpose;
import dev.grok.theory.parallelogram.DataSet;
import dev.grok.theory.parallelogram.Parallelogram;
import dev.grok.theory.parallelogram.Parallelograms;
import dev.grok.theory.parallelogram.PredictedAccuracy;
import dev.grok.theory.rank.GroundStates;
import dev.grok.theory.representation.Representations;
import dev.grok.theory.representation.Rqi;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Whether one trained representation keeps within the bounds of an ideal model (paper, Eqs. 15 to
 * 17: the Alexander principle), and if not, why.
 *
 * @param rqi RQI(R)
 * @param rqiBound R̄Q̄Ī
 * @param accuracy Âcc(D, P(R))
 * @param accuracyBound Ācc̄
 * @param excess the parallelograms of P(R) that are not in P(D)
 * @param chance the share of random ground states of the same training set whose RQI and accuracy,
 *     by the same δ, are at least those of the representation; 1 if both bounds hold
 * @param verdict what the comparison says
 */
public record AlexanderCheck(
    double rqi,
    double rqiBound,
    double accuracy,
    double accuracyBound,
    List<Excess> excess,
    double chance,
    Verdict verdict) {
  /** What the comparison says. */
  public enum Verdict {
    /** RQI and accuracy keep within their bounds. */
    HOLDS,
    /**
     * A bound is exceeded, but no further than random ground states exceed it: with δ &gt; 0 some
     * parallelograms hold by chance.
     */
    CHANCE,
    /**
     * A bound is exceeded further than by chance, and the initial embeddings already had most of
     * the excess parallelograms: what the paper calls something lucky.
     */
    LUCKY_START,
    /** A bound is exceeded further than by chance, and training formed most of the excess. */
    FORMED
  }

  /**
   * A parallelogram that the training set does not imply.
   *
   * @param parallelogram which it is
   * @param distance |E_i + E_j - E_m - E_n| of the normalized embeddings after training
   * @param initialDistance the same before training
   * @param initially whether the initial embeddings had it, within the same δ
   */
  public record Excess(
      Parallelogram parallelogram, double distance, double initialDistance, boolean initially) {}

  private static final int RANDOM_STATES = 2_000;
  private static final double CHANCE = 0.01;

  public AlexanderCheck {
    excess = List.copyOf(excess);
  }

  /** Whether both bounds hold. */
  public boolean holds() {
    return verdict == Verdict.HOLDS;
  }

  /**
   * Checks one representation.
   *
   * @param ideal of the training set
   * @param initial embeddings before training, [p][d]; read
   * @param trained embeddings after training, [p][d]; read
   */
  public static AlexanderCheck of(
      DataSet d, IdealModel ideal, Rqi rqi, double[][] initial, double[][] trained) {
    Parallelograms found = rqi.parallelograms(trained);
    Set<Parallelogram> implied = new HashSet<>(ideal.parallelograms().list());
    Parallelograms before = rqi.parallelograms(initial);
    Set<Parallelogram> initially = new HashSet<>(before.list());
    double[][] start = Representations.normalize(initial, rqi.definition().variance());
    double[][] end = Representations.normalize(trained, rqi.definition().variance());
    List<Excess> excess = new ArrayList<>();
    for (Parallelogram q : found.list()) {
      if (!implied.contains(q)) {
        excess.add(new Excess(q, distance(end, q), distance(start, q), initially.contains(q)));
      }
    }
    double quality = found.size() / (double) rqi.permissible().size();
    long expected = rqi.permissible().list().stream().filter(implied::contains).count();
    double bound = expected / (double) rqi.permissible().size();
    double accuracy = PredictedAccuracy.of(d, found);
    double accuracyBound = ideal.accuracy();
    if (quality <= bound && accuracy <= accuracyBound) {
      return new AlexanderCheck(quality, bound, accuracy, accuracyBound, excess, 1, Verdict.HOLDS);
    }
    double chance = chance(d, ideal.groundStates(), rqi, trained[0].length, quality, accuracy);
    long lucky = excess.stream().filter(Excess::initially).count();
    Verdict verdict =
        chance > CHANCE
            ? Verdict.CHANCE
            : 2 * lucky > excess.size() ? Verdict.LUCKY_START : Verdict.FORMED;
    return new AlexanderCheck(quality, bound, accuracy, accuracyBound, excess, chance, verdict);
  }

  private static double distance(double[][] e, Parallelogram q) {
    double squares = 0;
    for (int c = 0; c < e[0].length; c++) {
      double difference = e[q.i()][c] + e[q.j()][c] - e[q.m()][c] - e[q.n()][c];
      squares += difference * difference;
    }
    return Math.sqrt(squares);
  }

  /** Share of random ground states whose RQI and predicted accuracy are both as high as given. */
  private static double chance(
      DataSet d, GroundStates states, Rqi rqi, int dimensions, double quality, double accuracy) {
    double[][] basis = orthonormal(states.basis());
    RandomStream random = new RandomStream(0, Purpose.THEORY);
    int reached = 0;
    double[][] e = new double[d.p()][dimensions];
    for (int trial = 0; trial < RANDOM_STATES; trial++) {
      for (int c = 0; c < dimensions; c++) {
        double[] column = new double[d.p()];
        for (double[] vector : basis) {
          add(column, random.normal(), vector);
        }
        for (int k = 0; k < column.length; k++) {
          e[k][c] = column[k];
        }
      }
      Parallelograms found = rqi.parallelograms(e);
      if (found.size() >= quality * rqi.permissible().size() - 0.5
          && PredictedAccuracy.of(d, found) >= accuracy - 1e-9) {
        reached++;
      }
    }
    return reached / (double) RANDOM_STATES;
  }

  /** Gram-Schmidt, without translation, which a normalized embedding does not have. */
  private static double[][] orthonormal(double[][] vectors) {
    List<double[]> basis = new ArrayList<>();
    double[] ones = new double[vectors[0].length];
    Arrays.fill(ones, 1 / Math.sqrt(ones.length));
    basis.add(ones);
    for (double[] vector : vectors) {
      double[] rest = vector.clone();
      double before = Math.sqrt(dot(rest, rest));
      for (int pass = 0; pass < 2; pass++) { // the second removes rounding errors of the first
        for (double[] other : basis) {
          add(rest, -dot(rest, other), other);
        }
      }
      double norm = Math.sqrt(dot(rest, rest));
      if (norm > 1e-9 * before) {
        basis.add(Arrays.stream(rest).map(value -> value / norm).toArray());
      }
    }
    return basis.subList(1, basis.size()).toArray(double[][]::new);
  }

  /** {@code x += factor y}. */
  private static void add(double[] x, double factor, double[] y) {
    for (int k = 0; k < x.length; k++) {
      x[k] += factor * y[k];
    }
  }

  private static double dot(double[] x, double[] y) {
    double sum = 0;
    for (int k = 0; k < x.length; k++) {
      sum += x[k] * y[k];
    }
    return sum;
  }
}
