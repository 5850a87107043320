package dev.grok.theory.spectrum;

import static dev.grok.theory.PaperExamples.normal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.grok.api.GrokException;
import dev.grok.theory.PaperExamples;
import dev.grok.theory.ideal.IdealModel;
import dev.grok.theory.internal.Rows;
import dev.grok.theory.parallelogram.Averaging;
import dev.grok.theory.parallelogram.DataSet;
import dev.grok.theory.parallelogram.Parallelograms;
import dev.grok.theory.rank.EquationMatrix;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpectrumTest {
  @Test
  void fullSpectrumOfP10() {
    Spectrum spectrum = Spectrum.of(Parallelograms.full(10)).scaled(Normalization.figure4(10));
    assertThat(spectrum.gramEigenvalues())
        .containsExactly(
            new double[] {0, 0, 30, 31.27, 36.55, 38.38, 42.14, 45.73, 47.31, 48.62},
            within(0.005));
    assertThat(spectrum.gramEigenvalues()).startsWith(0, 0); // exactly
  }

  @Test
  void figure4cGrokkingRate() {
    Spectrum spectrum = Spectrum.of(Parallelograms.full(10)).scaled(Normalization.figure4(10));
    assertThat(spectrum.lambda3()).isCloseTo(6, within(1e-12));
    assertThat(spectrum.th()).isCloseTo(1 / 6.0, within(1e-12));
    assertThat(spectrum.nh(3e-4)).isCloseTo(555.6, within(0.05));
    assertThat(3 * spectrum.nh(3e-4)).isCloseTo(1667, within(0.5));
  }

  @Test
  void normalizationsDifferByTheirFactors() {
    Parallelograms all = Parallelograms.full(10);
    assertThat(Spectrum.of(all).scaled(Normalization.equation5(10)).lambda3())
        .isCloseTo(6 / 70.0, within(1e-14));
    assertThat(Spectrum.of(all).scaled(Normalization.ofZ0(Averaging.SUM, 9)).lambda3())
        .isCloseTo(60 / 9.0, within(1e-12));
  }

  @Test
  void equation8EigenvectorsAreOrthonormalAndDiagonalise() {
    Parallelograms set = Parallelograms.of(PaperExamples.random(10, 30, 5));
    Spectrum spectrum = Spectrum.of(set).scaled(Normalization.ofZ0(Averaging.SUM, 2));
    int[][] h = new EquationMatrix(set).gram(); // the factor 2/Z0 is 1
    double[][] v = spectrum.eigenvectors();
    for (int k = 0; k < 10; k++) {
      for (int l = 0; l < 10; l++) {
        double product = 0;
        double form = 0;
        for (int i = 0; i < 10; i++) {
          product += v[k][i] * v[l][i];
          for (int j = 0; j < 10; j++) {
            form += v[k][i] * h[i][j] * v[l][j];
          }
        }
        assertThat(product).isCloseTo(k == l ? 1 : 0, within(1e-13));
        assertThat(form).isCloseTo(k == l ? spectrum.eigenvalues()[k] : 0, within(1e-12));
      }
    }
  }

  @Test
  void lambda3IsExactlyZeroWhereTheStructureIsNotUnique() {
    for (long seed = 0; seed < 200; seed++) {
      DataSet d = PaperExamples.random(10, 20 + (int) (seed % 6), seed);
      Spectrum spectrum = Spectrum.of(Parallelograms.of(d)).scaled(Normalization.equation5(10));
      if (new IdealModel(d).isLinear()) {
        assertThat(spectrum.lambda3()).isGreaterThan(1e-4);
      } else {
        assertThat(spectrum.lambda3()).isZero();
        assertThat(spectrum.th()).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(spectrum.nh(1e-3)).isEqualTo(Double.POSITIVE_INFINITY);
      }
    }
  }

  @Test
  void noParallelogramMeansNoRate() {
    Spectrum spectrum =
        Spectrum.of(Parallelograms.of(PaperExamples.dataSet(10, 0, 1)))
            .scaled(Normalization.equation5(10));
    assertThat(spectrum.n0()).isEqualTo(10);
    assertThat(spectrum.eigenvalues()).containsOnly(0);
  }

  /** Fig. 5(a): means over random data sets; settings.md's, within four standard errors. */
  @ParameterizedTest
  @CsvSource({"22, 0.247", "30, 2.40", "40, 8.59", "50, 20.2"})
  void figure5aMeanLambda3(int n, double mean) {
    int dataSets = 1500;
    double sum = 0;
    double squares = 0;
    for (int seed = 0; seed < dataSets; seed++) {
      Spectrum spectrum =
          Spectrum.of(Parallelograms.of(PaperExamples.random(10, n, seed)))
              .scaled(Normalization.ofZ0(Averaging.SUM, 2));
      sum += spectrum.lambda3();
      squares += spectrum.lambda3() * spectrum.lambda3();
    }
    double ours = sum / dataSets;
    double error = Math.sqrt((squares / dataSets - ours * ours) / dataSets);
    assertThat(ours).isCloseTo(mean, within(4 * error));
  }

  @Test
  void equation9ClosedFormSolvesTheEquation() {
    Parallelograms set = Parallelograms.of(PaperExamples.random(10, 28, 1));
    Spectrum spectrum = Spectrum.of(set).scaled(Normalization.ofZ0(Averaging.SUM, 2));
    double[][] start = normal(10, 2, 3);
    assertThat(Rows.flatten(spectrum.evolve(start, 0)))
        .containsExactly(Rows.flatten(start), within(1e-13));
    double step = 1e-6;
    double t = 0.05;
    double[][] before = spectrum.evolve(start, t - step);
    double[][] now = spectrum.evolve(start, t);
    double[][] after = spectrum.evolve(start, t + step);
    int[][] h = new EquationMatrix(set).gram();
    for (int i = 0; i < 10; i++) {
      for (int c = 0; c < 2; c++) {
        double force = 0;
        for (int j = 0; j < 10; j++) {
          force -= h[i][j] * now[j][c];
        }
        assertThat((after[i][c] - before[i][c]) / (2 * step)).isCloseTo(force, within(1e-6));
      }
    }
  }

  @Test
  void badInput() {
    Spectrum two = Spectrum.of(Parallelograms.full(2)).scaled(Normalization.figure4(2));
    assertThatThrownBy(two::lambda3)
        .isInstanceOf(GrokException.class)
        .hasMessage("lambda3 needs at least three symbols: p = 2");
    Spectrum ten = Spectrum.of(Parallelograms.full(10)).scaled(Normalization.figure4(10));
    assertThatThrownBy(() -> ten.nh(0))
        .isInstanceOf(GrokException.class)
        .hasMessage("the step size must be positive: 0.0");
    assertThatThrownBy(() -> ten.evolve(normal(10, 1, 0), -1))
        .isInstanceOf(GrokException.class)
        .hasMessage("time must not be negative: -1.0");
    assertThatThrownBy(() -> Normalization.ofZ0(Averaging.SUM, Double.NaN))
        .isInstanceOf(GrokException.class)
        .hasMessage("Z0 must be positive: NaN");
  }
}
