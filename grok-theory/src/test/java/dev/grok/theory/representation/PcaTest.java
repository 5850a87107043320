package dev.grok.theory.representation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.grok.api.GrokException;
import dev.grok.models.random.RandomStream;
import dev.grok.models.random.RandomStream.Purpose;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PcaTest {
  private static double[][] formula(int n, int d, DoubleUnaryOperator function) {
    double[][] x = new double[n][d];
    for (int i = 0; i < n; i++) {
      for (int c = 0; c < d; c++) {
        x[i][c] = function.applyAsDouble(Math.sin(1.0 + 7 * i + 3 * c + i * c * c) / (1 + c));
      }
    }
    return x;
  }

  static double[][] gaussian(int n, int d, long seed) {
    RandomStream random = new RandomStream(seed, Purpose.THEORY);
    double[][] x = new double[n][d];
    for (double[] row : x) {
      Arrays.setAll(row, c -> random.normal());
    }
    return x;
  }

  private static List<String[]> sklearn() {
    try (InputStream in = PcaTest.class.getResourceAsStream("pca.csv")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .skip(1)
          .map(line -> line.split(","))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @CsvSource({"tall, 9, 5", "wide, 5, 9"})
  void asScikitLearn(String matrix, int n, int d) {
    double[][] x = formula(n, d, v -> v);
    Pca pca = Pca.of(x);
    double[][] other = formula(n, d, Math::cos);
    double[][] transformed = pca.transform(other, 2);
    double[][] projected = pca.project(other, 2);
    int compared = 0;
    for (String[] row : sklearn()) {
      if (row[0].equals(matrix)) {
        int i = Integer.parseInt(row[2]);
        int j = Integer.parseInt(row[3]);
        double actual =
            switch (row[1]) {
              case "mean" -> pca.mean()[j];
              case "components" -> pca.components()[i][j];
              case "variance" -> pca.explainedVariance()[j];
              case "ratio" -> pca.explainedVarianceRatio()[j];
              case "transformed" -> transformed[i][j];
              default -> projected[i][j];
            };
        assertThat(actual)
            .as(String.join(" ", row))
            .isCloseTo(Double.parseDouble(row[4]), within(1e-12));
        compared++;
      }
    }
    assertThat(compared).isGreaterThan(100);
  }

  @Test
  void componentsAreOrthonormalAndAllOfThemLoseNothing() {
    double[][] x = gaussian(20, 7, 3);
    Pca pca = Pca.of(x);
    double[][] v = pca.components();
    for (int k = 0; k < 7; k++) {
      for (int l = 0; l < 7; l++) {
        double product = 0;
        for (int c = 0; c < 7; c++) {
          product += v[k][c] * v[l][c];
        }
        assertThat(product).isCloseTo(k == l ? 1 : 0, within(1e-13));
      }
    }
    double[][] again = pca.project(x, 7);
    for (int i = 0; i < 20; i++) {
      assertThat(again[i]).containsExactly(x[i], within(1e-13));
    }
  }

  /** Lottery ticket: embeddings of one time in the components of another, whose mean stays. */
  @Test
  void projectionOntoAnotherTime() {
    double[][] line = {{1, 5, 0}, {2, 5, 0}, {4, 5, 0}};
    double[][] other = {{7, -3, 9}, {0, 0, 0}};
    assertThat(Pca.of(line).project(other, 1)).isDeepEqualTo(new double[][] {{7, 5, 0}, {0, 5, 0}});
  }

  /**
   * Initial embeddings of the transformer: 51.68 for p = 59 and 46.88 for p = 53, each with a
   * deviation of 0.19 from seed to seed (60 draws in NumPy); five standard errors of 10 draws.
   */
  @ParameterizedTest
  @CsvSource({"59, 51.68", "53, 46.88"})
  void effectiveDimensionOfGaussians(int p, double expected) {
    double mean = 0;
    for (int seed = 0; seed < 10; seed++) {
      mean += Pca.of(gaussian(p, 256, seed)).effectiveDimension() / 10;
    }
    assertThat(mean).isCloseTo(expected, within(0.3));
  }

  @Test
  void effectiveDimensionOfEqualVariances() {
    double[][] corners = {{1, 0, 0}, {-1, 0, 0}, {0, 1, 0}, {0, -1, 0}};
    assertThat(Pca.of(corners).effectiveDimension()).isCloseTo(2, within(1e-12));
    double[][] line = {{1, 2}, {2, 4}, {3, 6}};
    assertThat(Pca.of(line).effectiveDimension()).isCloseTo(1, within(1e-12));
    assertThat(Pca.of(new double[][] {{3, 1}, {3, 1}}).effectiveDimension()).isNaN();
  }

  @Test
  void standardizedRows() {
    double[][] rows = Pca.standardizeRows(new double[][] {{1, 3}, {5, 5}, {-4, 2}});
    assertThat(rows).isDeepEqualTo(new double[][] {{-1, 1}, {0, 0}, {-1, 1}});
  }

  @Test
  void nonsenseIsRefused() {
    assertThatThrownBy(() -> Pca.of(new double[][] {{1, 2}}))
        .isInstanceOf(GrokException.class)
        .hasMessage("principal components need at least two embeddings: 1");
    assertThatThrownBy(() -> Pca.of(new double[][] {{1, 2}, {3}}))
        .hasMessage("embedding 1 has 1 dimensions, expected 2");
    assertThatThrownBy(() -> Pca.of(new double[][] {{1, 2}, {3, Double.NaN}}))
        .hasMessage("embedding 1 is not finite: NaN");
    assertThatThrownBy(() -> Pca.of(new double[2][0])).isInstanceOf(GrokException.class);
    Pca pca = Pca.of(new double[][] {{1, 2}, {3, 5}, {0, 0}});
    assertThatThrownBy(() -> pca.project(new double[][] {{1, 2}}, 3))
        .hasMessage("number of components must be between 1 and 2: 3");
    assertThatThrownBy(() -> pca.transform(new double[][] {{1, 2, 3}}, 1))
        .hasMessage("embedding 0 has 3 dimensions, expected 2");
  }
}
