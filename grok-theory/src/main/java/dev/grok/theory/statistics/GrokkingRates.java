package dev.grok.theory.statistics;

import dev.grok.api.GrokException;
import dev.grok.models.task.Pair;
import dev.grok.theory.internal.Require;
import dev.grok.theory.parallelogram.DataSet;
import dev.grok.theory.rank.DegreesOfFreedom;
import dev.grok.theory.spectrum.GrokkingRate;
import dev.grok.theory.spectrum.Normalization;
import java.util.Arrays;
import java.util.List;

/**
 * The distribution of the grokking rate λ₃ over random training sets of each size (paper, Fig.
 * 5(a)). The data sets are those of {@link MonteCarlo}.
 */
public final class GrokkingRates {
  /**
   * The rates of all data sets of one size.
   *
   * @param samples N
   * @param fraction N/|D₀|
   * @param rates ascending, one for each data set; exactly 0 where λ₃ is
   * @param meanParallelograms mean of |P₀(D)|
   */
  public record Size(int samples, double fraction, double[] rates, double meanParallelograms) {
    /** Share of data sets whose rate is zero. */
    public Estimate zero() {
      int zeros = 0;
      while (zeros < rates.length && rates[zeros] == 0) {
        zeros++;
      }
      return new Estimate(zeros, rates.length);
    }

    /** The mean. */
    public double mean() {
      return Arrays.stream(rates).average().orElse(Double.NaN);
    }

    /** Standard error of the mean. */
    public double standardError() {
      double mean = mean();
      double squares = Arrays.stream(rates).map(r -> (r - mean) * (r - mean)).sum();
      return Math.sqrt(squares / (rates.length - 1) / rates.length);
    }

    /** The value below which a share q of the rates lies, interpolated; q = 0.5: the median. */
    public double quantile(double q) {
      if (!(q >= 0 && q <= 1)) {
        throw new GrokException("a quantile must be between 0 and 1: " + q);
      }
      double place = q * (rates.length - 1);
      int below = (int) place;
      int above = Math.min(below + 1, rates.length - 1);
      return rates[below] + (place - below) * (rates[above] - rates[below]);
    }
  }

  private GrokkingRates() {}

  /**
   * Draws the data sets.
   *
   * @param p number of symbols, at least 3; unordered addition
   * @param sizes numbers of training samples, ascending
   * @param draws at least two data sets and one thread
   */
  public static List<Size> estimate(
      int p,
      List<Integer> sizes,
      Normalization normalization,
      GrokkingRate rate,
      MonteCarlo draws) {
    int dataSets = draws.dataSets();
    int fullSize = DataSet.fullSize(p);
    requireSizes(sizes, fullSize);
    if (p < 3 || dataSets < 2 || draws.threads() < 1) {
      throw new GrokException(
          "rates need at least three symbols, two data sets and one thread: %d, %d and %d"
              .formatted(p, dataSets, draws.threads()));
    }
    Require.memory(
        "the rates of %d data sets of %d sizes".formatted(dataSets, sizes.size()),
        (long) dataSets * sizes.size(),
        Double.BYTES);
    double[][] rates = new double[sizes.size()][dataSets];
    long[] counted =
        draws.count(
            "the distribution",
            sizes.size(),
            () -> {
              Walk walk = new Walk(p, normalization, rate);
              return (k, parallelograms) -> walk.run(draws.seed(), k, sizes, rates, parallelograms);
            });
    Size[] result = new Size[sizes.size()];
    for (int i = 0; i < result.length; i++) {
      Arrays.sort(rates[i]);
      int n = sizes.get(i);
      result[i] = new Size(n, n / (double) fullSize, rates[i], counted[i] / (double) dataSets);
    }
    return List.of(result);
  }

  private static void requireSizes(List<Integer> sizes, int fullSize) {
    int former = 0;
    for (int size : sizes) {
      if (size <= former || size > fullSize) {
        throw new GrokException(
            "training samples must ascend between 1 and %d: %s".formatted(fullSize, sizes));
      }
      former = size;
    }
  }

  /** One data set, growing; AᵀA grows with it. */
  private static final class Walk {
    private final int p;
    private final Normalization normalization;
    private final GrokkingRate rate;
    private final SampleOrder order;
    private final DegreesOfFreedom degrees;
    private final SymmetricEigenvalues eigenvalues;
    private final double[] gram;
    private final int[][] ofSum; // smaller symbols of the samples of each sum
    private final int[] perSum;

    Walk(int p, Normalization normalization, GrokkingRate rate) {
      this.p = p;
      this.normalization = normalization;
      this.rate = rate;
      order = new SampleOrder(DataSet.full(p).samples());
      degrees = new DegreesOfFreedom(p);
      eigenvalues = new SymmetricEigenvalues(p);
      gram = new double[p * p];
      ofSum = new int[2 * p - 1][p / 2 + 1];
      perSum = new int[2 * p - 1];
    }

    void run(long seed, int k, List<Integer> sizes, double[][] rates, long[] parallelograms) {
      order.start(seed, k);
      degrees.clear();
      Arrays.fill(gram, 0);
      Arrays.fill(perSum, 0);
      int count = 0;
      int size = 0;
      for (int i = 0; i < sizes.size(); i++) {
        for (; size < sizes.get(i); size++) {
          Pair next = order.next();
          degrees.add(next);
          count += addToGram(next.a(), next.b());
        }
        parallelograms[i] += count;
        int n0 = degrees.n0();
        if (count > 0 && (n0 == 2 || rate != GrokkingRate.THIRD)) {
          double[] values = eigenvalues.of(gram);
          Arrays.fill(values, 0, n0, 0);
          rates[i][k] = normalization.factor(count) * rate.of(values);
        }
      }
    }

    private int addToGram(int a, int b) {
      int sum = a + b;
      for (int former = 0; former < perSum[sum]; former++) {
        int c = ofSum[sum][former];
        int[] corners = {a, b, c, sum - c};
        for (int x = 0; x < corners.length; x++) {
          for (int y = 0; y < corners.length; y++) {
            gram[corners[x] * p + corners[y]] += (x < 2) == (y < 2) ? 1 : -1;
          }
        }
      }
      ofSum[sum][perSum[sum]++] = a;
      return perSum[sum] - 1;
    }
  }
}
