package dev.grok.theory.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.grok.api.GrokException;
import dev.grok.models.task.Pair;
import dev.grok.theory.PaperExamples;
import dev.grok.theory.parallelogram.Averaging;
import dev.grok.theory.parallelogram.DataSet;
import dev.grok.theory.parallelogram.Parallelograms;
import dev.grok.theory.spectrum.GrokkingRate;
import dev.grok.theory.spectrum.Normalization;
import dev.grok.theory.spectrum.Spectrum;
import dev.grok.theory.statistics.GrokkingRates.Size;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class GrokkingRatesTest {
  private static final List<Integer> SIZES =
      List.of(20, 22, 23, 24, 25, 28, 30, 35, 40, 45, 50, 54, 55);

  /** settings.md: mean and median of λ₃ of AᵀA, and half a unit of their last digit. */
  private static final double[][] MEANS = {
    {.078, .0005},
    {.247, .0005},
    {.382, .0005},
    {.571, .0005},
    {.767, .0005},
    {1.63, .005},
    {2.40, .005},
    {4.97, .005},
    {8.59, .005},
    {13.5, .05},
    {20.2, .05},
    {27.4, .05},
    {30, .5}
  };

  private static final double[][] MEDIANS = {
    {0, .005},
    {0, .005},
    {.22, .005},
    {.44, .005},
    {.64, .005},
    {1.49, .005},
    {2.25, .005},
    {4.86, .005},
    {8.50, .005},
    {13.4, .05},
    {20.3, .05},
    {27.9, .05},
    {30, .5}
  };

  /**
   * Fig. 5(a). The table's own number of data sets is not known; it is taken to be 10,000, as in
   * the authors' code, so the standard error is that of a difference of two estimates.
   */
  @Test
  void figure5aTable() {
    List<Size> sizes = estimate(Averaging.SUM, GrokkingRate.THIRD, 40_000, 2);
    for (int i = 0; i < sizes.size(); i++) {
      Size size = sizes.get(i);
      double error = 3 * size.standardError() * Math.sqrt(1 + 4) + MEANS[i][1];
      assertThat(size.mean())
          .as("mean, N = %d", SIZES.get(i))
          .isCloseTo(MEANS[i][0], within(error));
      // A quantile's error by order statistics: ranks within 3 · √(¼ (1/40,000 + 1/10,000)).
      double share = 3 * Math.sqrt((1 / 40_000.0 + 1 / 10_000.0) / 4);
      assertThat(MEDIANS[i][0])
          .as("median, N = %d", SIZES.get(i))
          .isBetween(
              size.quantile(0.5 - share) - MEDIANS[i][1],
              size.quantile(0.5 + share) + MEDIANS[i][1]);
    }
    assertThat(sizes.get(12).rates()).containsOnly(sizes.get(12).rates()[0]);
  }

  /** The same divided by |P₀(D)|, and the mean of |P₀(D)|. */
  @Test
  void figure5aTableByEquation5() {
    List<Size> sizes = estimate(Averaging.MEAN, GrokkingRate.THIRD, 10_000, 3);
    double[] expected = {
      Double.NaN,
      .019,
      Double.NaN,
      Double.NaN,
      .050,
      Double.NaN,
      .114,
      .175,
      .232,
      .289,
      .349,
      .407,
      .4286
    };
    for (int i = 0; i < expected.length; i++) {
      if (!Double.isNaN(expected[i])) {
        double error = 3 * Math.sqrt(2) * sizes.get(i).standardError() + .0005;
        assertThat(sizes.get(i).mean()).isCloseTo(expected[i], within(error));
      }
    }
    // E|P₀(D)| = 70 · (N/55) (N-1)/54, exactly, for draws without replacement.
    for (Size size : sizes) {
      int n = size.samples();
      assertThat(size.meanParallelograms()).isCloseTo(70 * n * (n - 1) / (55.0 * 54), within(0.15));
    }
  }

  /** Each rate is that of a spectrum of its own, and zero exactly where n₀ > 2. */
  @Test
  void ratesAreThoseOfTheSpectra() {
    int dataSets = 200;
    for (GrokkingRate rate : GrokkingRate.values()) {
      List<Size> sizes =
          GrokkingRates.estimate(
              7,
              List.of(9, 14),
              Normalization.ofZ0(Averaging.MEAN, 7),
              rate,
              new MonteCarlo(dataSets, 5, 1));
      for (Size size : sizes) {
        double[] expected = new double[dataSets];
        int zeros = 0;
        for (int k = 0; k < dataSets; k++) {
          SampleOrder order = new SampleOrder(DataSet.full(7).samples());
          order.start(5, k);
          int[] symbols = new int[2 * size.samples()];
          for (int s = 0; s < size.samples(); s++) {
            Pair next = order.next();
            symbols[2 * s] = next.a();
            symbols[2 * s + 1] = next.b();
          }
          Parallelograms p0 = Parallelograms.of(PaperExamples.dataSet(7, symbols));
          expected[k] = Spectrum.of(p0).scaled(Normalization.equation5(7)).rate(rate);
          zeros += expected[k] == 0 ? 1 : 0;
        }
        Arrays.sort(expected);
        assertThat(size.rates()).containsExactly(expected, within(1e-12));
        assertThat(size.zero().successes()).isEqualTo(zeros);
      }
    }
  }

  @Test
  void threadsDoNotMatter() {
    assertThat(estimate(Averaging.SUM, GrokkingRate.THIRD, 101, 4, 1).get(5).rates())
        .isEqualTo(estimate(Averaging.SUM, GrokkingRate.THIRD, 101, 4, 3).get(5).rates());
  }

  @Test
  void quantilesInterpolate() {
    Size size = new Size(1, 0.1, new double[] {0, 1, 2, 4}, 0);
    assertThat(size.quantile(0)).isZero();
    assertThat(size.quantile(1)).isEqualTo(4);
    assertThat(size.quantile(0.5)).isEqualTo(1.5);
    assertThat(size.mean()).isEqualTo(1.75);
    // √(Σ (x - 1.75)²/3/4) by hand: 8.75/12.
    assertThat(size.standardError()).isCloseTo(Math.sqrt(8.75 / 12), within(1e-14));
  }

  @Test
  void badInput() {
    assertThatThrownBy(
            () ->
                GrokkingRates.estimate(
                    10,
                    List.of(5, 5),
                    Normalization.ofZ0(Averaging.SUM, 2),
                    GrokkingRate.THIRD,
                    new MonteCarlo(10, 0, 1)))
        .isInstanceOf(GrokException.class)
        .hasMessage("training samples must ascend between 1 and 55: [5, 5]");
    assertThatThrownBy(
            () ->
                GrokkingRates.estimate(
                    10,
                    List.of(5),
                    Normalization.ofZ0(Averaging.SUM, 2),
                    GrokkingRate.THIRD,
                    new MonteCarlo(1, 0, 1)))
        .isInstanceOf(GrokException.class)
        .hasMessage("rates need at least three symbols, two data sets and one thread: 10, 1 and 1");
    assertThatThrownBy(
            () ->
                GrokkingRates.estimate(
                    10,
                    List.of(5),
                    Normalization.ofZ0(Averaging.SUM, 0),
                    GrokkingRate.THIRD,
                    new MonteCarlo(10, 0, 1)))
        .isInstanceOf(GrokException.class)
        .hasMessage("Z0 must be positive: 0.0");
    Size size = new Size(1, 0.1, new double[] {0, 1}, 0);
    assertThatThrownBy(() -> size.quantile(2)).isInstanceOf(GrokException.class);
  }

  private static List<Size> estimate(
      Averaging averaging, GrokkingRate rate, int dataSets, long seed) {
    return estimate(averaging, rate, dataSets, seed, 2);
  }

  private static List<Size> estimate(
      Averaging averaging, GrokkingRate rate, int dataSets, long seed, int threads) {
    return GrokkingRates.estimate(
        10, SIZES, Normalization.ofZ0(averaging, 2), rate, new MonteCarlo(dataSets, seed, threads));
  }
}
