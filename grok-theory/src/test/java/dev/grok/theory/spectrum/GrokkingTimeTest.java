package dev.grok.theory.spectrum;

import static dev.grok.theory.PaperExamples.linear;
import static dev.grok.theory.PaperExamples.normal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.grok.api.GrokException;
import dev.grok.theory.PaperExamples;
import dev.grok.theory.parallelogram.DataSet;
import dev.grok.theory.parallelogram.Parallelograms;
import dev.grok.theory.representation.Representations;
import dev.grok.theory.representation.Rqi;
import dev.grok.theory.representation.Variance;
import dev.grok.theory.statistics.RankCorrelation;
import org.junit.jupiter.api.Test;

class GrokkingTimeTest {
  /** One component beside the line: it must fall until every parallelogram is within δ. */
  @Test
  void stepsToRqiOfOneSlowComponent() {
    DataSet d = PaperExamples.random(10, 40, 1);
    Spectrum spectrum = Spectrum.of(Parallelograms.of(d)).scaled(Normalization.figure4(10));
    double[] slow = spectrum.eigenvectors()[2];
    double[][] start = new double[10][1];
    for (int k = 0; k < 10; k++) {
      start[k][0] = k + 20 * slow[k];
    }
    GrokkingTime time =
        new GrokkingTime(Spectrum.of(Parallelograms.of(d)).scaled(Normalization.figure4(10)), 1e-3);
    assertThat(time.nh()).isCloseTo(1 / (spectrum.lambda3() * 1e-3), within(1e-9));
    Rqi rqi = new Rqi(10);
    double steps = time.stepsToRqi(start, rqi, 0.95);
    double[][] normalized = Representations.normalize(start, Variance.UNBIASED);
    assertThat(rqi.rqi(spectrum.evolve(normalized, steps * 1e-3))).isGreaterThan(0.95);
    assertThat(rqi.rqi(spectrum.evolve(normalized, 0.98 * steps * 1e-3))).isLessThanOrEqualTo(0.95);
    assertThat(steps).isBetween(time.nh(), 10 * time.nh());
    assertThat(time.stepsToRqi(linear(10, 1), rqi, 0.95)).isZero();
  }

  @Test
  void undeterminedStructuresAreNeverReached() {
    DataSet d = PaperExamples.random(10, 15, 1);
    GrokkingTime time =
        new GrokkingTime(Spectrum.of(Parallelograms.of(d)).scaled(Normalization.figure4(10)), 1e-3);
    assertThat(time.nh()).isEqualTo(Double.POSITIVE_INFINITY);
    assertThat(time.stepsToRqi(normal(10, 1, 0), new Rqi(10), 0.95))
        .isEqualTo(Double.POSITIVE_INFINITY);
  }

  /**
   * Fig. 4(c) calls lines straight after 3 n_h, when e⁻³ of the slowest component is left; for RQI
   * > 0.95 nearly all parallelograms must close to 0.1 deviations, which takes ln 10 and more
   * besides.
   */
  @Test
  void figure4cTakesAFewNh() {
    GrokkingTime time =
        new GrokkingTime(
            Spectrum.of(Parallelograms.of(DataSet.full(10))).scaled(Normalization.figure4(10)),
            3e-4);
    double sum = 0;
    for (int seed = 0; seed < 20; seed++) {
      sum += time.stepsToRqi(normal(10, 1, seed), new Rqi(10), 0.95) / time.nh() / 20;
    }
    assertThat(sum).isBetween(3.0, 3 + 2 * Math.log(10));
  }

  /** Spearman and Kendall by hand. */
  @Test
  void rankCorrelations() {
    double[] x = {1, 2, 3, 4, 5};
    double[] y = {1, 3, 2, 5, Double.POSITIVE_INFINITY};
    // Ranks 1 3 2 4 5: Σ d² = 2, ρ = 1 - 6·2/(5·24).
    assertThat(RankCorrelation.spearman(x, y)).isCloseTo(0.9, within(1e-15));
    assertThat(RankCorrelation.kendall(x, y)).isCloseTo(0.8, within(1e-15));
    double[] tied = {1, 1, 2, 2, 3};
    // Ranks 1.5 1.5 3.5 3.5 5: covariance 9, variances 10 and 9.
    assertThat(RankCorrelation.spearman(x, tied)).isCloseTo(9 / Math.sqrt(90), within(1e-15));
    assertThat(RankCorrelation.kendall(x, tied)).isCloseTo(8 / Math.sqrt(80), within(1e-15));
    assertThat(RankCorrelation.spearman(x, new double[5])).isNaN();
  }

  @Test
  void badInput() {
    assertThatThrownBy(() -> RankCorrelation.spearman(new double[3], new double[2]))
        .isInstanceOf(GrokException.class)
        .hasMessage("a correlation needs two lists of the same length, at least two: 3 and 2");
    assertThatThrownBy(() -> RankCorrelation.kendall(new double[] {1, Double.NaN}, new double[2]))
        .isInstanceOf(GrokException.class)
        .hasMessage("a correlation cannot rank NaN, at place 1");
    GrokkingTime time =
        new GrokkingTime(
            Spectrum.of(Parallelograms.of(DataSet.full(4))).scaled(Normalization.figure4(4)), 1);
    assertThatThrownBy(() -> time.stepsToRqi(normal(4, 1, 0), new Rqi(4), 1))
        .isInstanceOf(GrokException.class);
    assertThatThrownBy(
            () ->
                new GrokkingTime(
                    Spectrum.of(Parallelograms.of(DataSet.full(4)))
                        .scaled(Normalization.figure4(4)),
                    0))
        .isInstanceOf(GrokException.class);
  }
}
