package dev.grok.theory.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.grok.api.GrokException;
import org.junit.jupiter.api.Test;

class RankCorrelationTest {
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
  }
}
