package dev.grok.theory.representation;

import static dev.grok.theory.PaperExamples.linear;
import static dev.grok.theory.PaperExamples.normal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.grok.api.GrokException;
import dev.grok.theory.flow.EffectiveLoss;
import dev.grok.theory.internal.Rows;
import dev.grok.theory.representation.RqiDefinition.Closeness;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RqiTest {
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5})
  void equation3OfALinearRepresentationIsOne(int d) {
    for (RqiDefinition definition :
        List.of(RqiDefinition.AUTHORS, RqiDefinition.PHASE_DIAGRAMS, RqiDefinition.PAPER)) {
      assertThat(new Rqi(10, definition).rqi(linear(10, d))).isEqualTo(1);
    }
  }

  @Test
  void permissibleParallelogramsByDefinition() {
    assertThat(new Rqi(10).permissible().size()).isEqualTo(70);
    assertThat(new Rqi(10, RqiDefinition.PHASE_DIAGRAMS).permissible().size()).isEqualTo(50);
    assertThat(new Rqi(10).definition()).isEqualTo(RqiDefinition.AUTHORS);
  }

  /** Eq. 2 written out as the authors' loops are: i < j ≤ m < n with i + n = j + m. */
  @Test
  void equation2AgainstPlainLoops() {
    int found = 0;
    for (long seed = 0; seed < 200; seed++) {
      double[][] e = normal(10, 1 + (int) (seed % 3), seed);
      int d = e[0].length;
      for (double[] row : e) {
        Arrays.setAll(row, c -> row[c] * 0.2); // small, so that mixing with a line keeps some
      }
      for (int k = 0; k < 10; k++) {
        double[] row = e[k];
        int digit = k;
        Arrays.setAll(row, c -> row[c] * 0.3 + 0.25 * digit);
      }
      double[][] x = new double[10][d];
      for (int c = 0; c < d; c++) {
        double mean = 0;
        for (double[] row : e) {
          mean += row[c] / 10;
        }
        double variance = 0;
        for (double[] row : e) {
          variance += (row[c] - mean) * (row[c] - mean) / 9;
        }
        for (int k = 0; k < 10; k++) {
          x[k][c] = (e[k][c] - mean) / Math.sqrt(variance);
        }
      }
      int count = 0;
      for (int i = 0; i < 10; i++) {
        for (int j = i + 1; j < 10; j++) {
          for (int m = j; m < 10; m++) {
            int n = j + m - i;
            if (n > m && n < 10) {
              double squares = 0;
              for (int c = 0; c < d; c++) {
                squares += Math.pow(x[i][c] + x[n][c] - x[j][c] - x[m][c], 2);
              }
              if (squares / d < 0.01) {
                count++;
              }
            }
          }
        }
      }
      found += count;
      assertThat(new Rqi(10).rqi(e)).isEqualTo(count / 70.0);
      assertThat(new Rqi(10).parallelograms(e).size()).isEqualTo(count);
    }
    assertThat(found).isBetween(1000, 13_000);
  }

  /** For |difference| = 0.05 in units of the deviation only the code's reading of δ accepts. */
  @Test
  void thresholdOnTheSquareOrOnTheDistance() {
    double[][] e = linear(10, 1);
    double[][] unit = Representations.normalize(e, Variance.UNBIASED);
    unit[9][0] += 0.05;
    assertThat(new Rqi(10).rqi(unit)).isEqualTo(1);
    assertThat(new Rqi(10, RqiDefinition.PAPER).rqi(unit)).isLessThan(1);
    RqiDefinition wide = new RqiDefinition(0.1, Closeness.DISTANCE, Variance.UNBIASED, 0);
    assertThat(new Rqi(10, wide).rqi(unit)).isEqualTo(1);
  }

  @Test
  void randomRepresentationsHaveFew() {
    assertThat(new Rqi(10).rqi(normal(10, 8, 5))).isZero();
  }

  @ParameterizedTest
  @ValueSource(doubles = {1e-300, 1e-160, 1e-3, 1e3, 1e160, 1e300})
  void scaleDoesNotMatter(double scale) {
    double[][] e = normal(10, 1, 11);
    double rqi = new Rqi(10).rqi(e);
    assertThat(rqi).isBetween(0.01, 0.99);
    for (double[] row : e) {
      row[0] *= scale;
    }
    assertThat(new Rqi(10).rqi(e)).isEqualTo(rqi);
  }

  @Test
  void collapsedOrNotFiniteIsZero() {
    double[][] collapsed = new double[10][1];
    assertThat(new Rqi(10).rqi(collapsed)).isZero();
    for (double[] row : collapsed) {
      row[0] = 0.1; // its mean is rounded: 0.1 minus it is not 0
    }
    assertThat(new Rqi(10).rqi(collapsed)).isZero();
    double[][] flat = linear(10, 2);
    for (double[] row : flat) {
      row[1] = 3;
    }
    assertThat(new Rqi(10).rqi(flat)).isZero();
    for (double bad : new double[] {Double.NaN, Double.POSITIVE_INFINITY, -1.0 / 0}) {
      double[][] e = linear(10, 2);
      e[4][1] = bad;
      assertThat(new Rqi(10).rqi(e)).isZero();
      assertThat(new Rqi(10, RqiDefinition.PAPER).rqi(e)).isZero();
    }
  }

  @Test
  void replicasAreTheSameAsOneByOne() {
    Rqi rqi = new Rqi(6);
    double[] flat = new double[3 * 6 * 2];
    double[] expected = new double[3];
    for (int r = 0; r < 3; r++) {
      double[][] e = r == 1 ? linear(6, 2) : normal(6, 2, r);
      expected[r] = rqi.rqi(e);
      System.arraycopy(Rows.flatten(e), 0, flat, r * 12, 12);
    }
    double[] before = flat.clone();
    assertThat(rqi.perReplica(flat, 2)).isEqualTo(expected);
    assertThat(expected[1]).isEqualTo(1);
    assertThat(flat).isEqualTo(before);
  }

  @Test
  void normalizedDimensionsHaveTheirZ0() {
    double[][] e = normal(10, 1, 2);
    assertThat(EffectiveLoss.z0(Representations.normalize(e, Variance.UNBIASED)))
        .isCloseTo(9, within(1e-12));
    assertThat(EffectiveLoss.z0(Representations.normalize(e, Variance.BIASED)))
        .isCloseTo(10, within(1e-12));
    assertThat(EffectiveLoss.c(Representations.normalize(e, Variance.BIASED))[0])
        .isCloseTo(0, within(1e-14));
  }

  @Test
  void badInput() {
    assertThatThrownBy(() -> new Rqi(3, RqiDefinition.PHASE_DIAGRAMS))
        .isInstanceOf(GrokException.class)
        .hasMessage("RQI needs at least three symbols: p = 3 from digit 1 has 2");
    assertThatThrownBy(() -> new Rqi(10).rqi(linear(9, 1)))
        .isInstanceOf(GrokException.class)
        .hasMessage("numbers of symbols differ: p = 10 and p = 9");
    double[][] ragged = linear(10, 1);
    ragged[3] = new double[2];
    assertThatThrownBy(() -> new Rqi(10).rqi(ragged))
        .isInstanceOf(GrokException.class)
        .hasMessage("embeddings must have the same number of dimensions, at least one: 1 and 2");
    assertThatThrownBy(() -> new Rqi(10).perReplica(new double[15], 1))
        .isInstanceOf(GrokException.class)
        .hasMessage("15 numbers are not whole representations of 10 embeddings of 1 dimensions");
    assertThatThrownBy(() -> new RqiDefinition(0, Closeness.DISTANCE, Variance.BIASED, 0))
        .isInstanceOf(GrokException.class)
        .hasMessage("the threshold of RQI must be positive: 0.0");
    assertThatThrownBy(() -> new RqiDefinition(1, Closeness.DISTANCE, Variance.BIASED, -1))
        .isInstanceOf(GrokException.class);
    assertThatThrownBy(() -> Representations.normalize(new double[1][1], Variance.BIASED))
        .isInstanceOf(GrokException.class);
  }
}
