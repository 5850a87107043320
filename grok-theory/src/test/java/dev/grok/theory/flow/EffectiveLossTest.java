package dev.grok.theory.flow;

import static dev.grok.theory.PaperExamples.linear;
import static dev.grok.theory.PaperExamples.normal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.grok.theory.PaperExamples;
import dev.grok.theory.parallelogram.Averaging;
import dev.grok.theory.parallelogram.Parallelograms;
import dev.grok.theory.representation.Representations;
import dev.grok.theory.representation.Variance;
import dev.grok.theory.spectrum.Normalization;
import dev.grok.theory.spectrum.Spectrum;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EffectiveLossTest {
  private static final Parallelograms SET = Parallelograms.of(PaperExamples.random(10, 30, 8));

  @Test
  void equation5ByHand() {
    // One parallelogram, E_0 + E_2 = 2 E_1: (1 + 5 - 4)^2 / (1 + 4 + 25).
    EffectiveLoss loss = new EffectiveLoss(Parallelograms.full(3), Averaging.SUM);
    double[][] e = {{1}, {2}, {5}};
    assertThat(loss.l0(e)).isEqualTo(4);
    assertThat(EffectiveLoss.z0(e)).isEqualTo(30);
    assertThat(EffectiveLoss.c(e)).containsExactly(8);
    assertThat(loss.value(e)).isEqualTo(4 / 30.0);
  }

  @Test
  void equation22MeanIsTheSumDividedByTheirNumber() {
    double[][] e = normal(10, 2, 1);
    assertThat(new EffectiveLoss(SET, Averaging.MEAN).value(e))
        .isCloseTo(new EffectiveLoss(SET, Averaging.SUM).value(e) / SET.size(), within(1e-14));
  }

  @Test
  void groundStatesHaveNoLoss() {
    EffectiveLoss loss = new EffectiveLoss(SET, Averaging.SUM);
    assertThat(loss.value(linear(10, 3))).isCloseTo(0, within(1e-28));
    assertThat(loss.value(new double[10][1])).isNaN();
  }

  @Test
  void scaleDoesNotMatter() {
    EffectiveLoss loss = new EffectiveLoss(SET, Averaging.MEAN);
    double[][] e = normal(10, 2, 4);
    double value = loss.value(e);
    for (double[] row : e) {
      row[0] *= 8;
      row[1] *= 8;
    }
    assertThat(loss.value(e)).isEqualTo(value);
  }

  /** After Eq. 8: ℓ_eff = ½ Rᵀ H R. */
  @Test
  void hessianFormEqualsTheLoss() {
    double[][] e = normal(10, 1, 6);
    double z0 = EffectiveLoss.z0(e);
    Spectrum spectrum = Spectrum.of(SET).scaled(Normalization.ofZ0(Averaging.MEAN, z0));
    double half = 0;
    for (int k = 0; k < 10; k++) {
      double amplitude = 0;
      for (int i = 0; i < 10; i++) {
        amplitude += spectrum.eigenvectors()[k][i] * e[i][0];
      }
      half += spectrum.eigenvalues()[k] * amplitude * amplitude / 2;
    }
    assertThat(new EffectiveLoss(SET, Averaging.MEAN).value(e)).isCloseTo(half, within(1e-13));
  }

  @ParameterizedTest
  @EnumSource(Averaging.class)
  void equation25AgainstCentralDifferences(Averaging averaging) {
    EffectiveLoss loss = new EffectiveLoss(SET, averaging);
    double[][] e = normal(10, 3, 9);
    double[][] gradient = loss.gradient(e);
    double h = 1e-5;
    for (int k = 0; k < 10; k++) {
      for (int c = 0; c < 3; c++) {
        double at = e[k][c];
        e[k][c] = at + h;
        double above = loss.value(e);
        e[k][c] = at - h;
        double below = loss.value(e);
        e[k][c] = at;
        // Truncation is h² times a third derivative of order one, rounding 1e-16 ℓ/h.
        assertThat(gradient[k][c]).isCloseTo((above - below) / (2 * h), within(1e-8));
      }
    }
  }

  /** Eq. 26: the gradient is orthogonal to E. Eq. 27 holds for C = 0, and lacks 2 ℓ₀/Z₀² C else. */
  @Test
  void equations24To27Conservation() {
    EffectiveLoss loss = new EffectiveLoss(SET, Averaging.SUM);
    double[][] moved = normal(10, 1, 10);
    for (double[] row : moved) {
      row[0] += 1;
    }
    double[][] centered = Representations.normalize(moved, Variance.UNBIASED);
    for (double[][] e : new double[][][] {moved, centered}) {
      double[][] gradient = loss.gradient(e);
      double along = 0;
      double sum = 0;
      for (int k = 0; k < 10; k++) {
        along += gradient[k][0] * e[k][0];
        sum += gradient[k][0];
      }
      assertThat(along).isCloseTo(0, within(1e-13));
      double z0 = EffectiveLoss.z0(e);
      assertThat(-sum).isCloseTo(2 * loss.l0(e) / (z0 * z0) * EffectiveLoss.c(e)[0], within(1e-13));
      assertThat(Math.abs(sum) > 0.1).isEqualTo(e == moved);
    }
  }
}
