package dev.grok.theory.representation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.grok.api.GrokException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CircleTest {
  /** An ellipse through the mean of noise, in a random plane of ten dimensions. */
  private static double[][] ellipse(int p, int k, double ratio, double noise) {
    double[][] embeddings = PcaTest.gaussian(p, 10, 5);
    double[][] axes = Pca.of(PcaTest.gaussian(40, 10, 6)).components();
    for (int i = 0; i < p; i++) {
      double angle = 0.3 + 2 * Math.PI * k * i / p;
      for (int c = 0; c < 10; c++) {
        embeddings[i][c] =
            7
                + noise * embeddings[i][c]
                + Math.cos(angle) * axes[0][c]
                + ratio * Math.sin(angle) * axes[1][c];
      }
    }
    return embeddings;
  }

  @ParameterizedTest
  @CsvSource({"53, 1, 1", "53, 7, 7", "53, 46, 7", "53, 26, 26", "59, 30, 29", "12, 5, 5"})
  void theMultipleIsFound(int p, int k, int expected) {
    Circle exact = Circle.of(ellipse(p, k, 1, 0));
    assertThat(exact.k()).isEqualTo(expected);
    assertThat(exact.order()).isEqualTo(1);
    assertThat(exact.radiusSpread()).isCloseTo(0, within(1e-12));
    assertThat(exact.isCircle()).isTrue();
    Circle noisy = Circle.of(ellipse(p, k, 1, 0.01));
    assertThat(noisy.k()).isEqualTo(expected);
    assertThat(noisy.isCircle()).isTrue();
    assertThat(noisy.radiusSpread()).isBetween(0.002, 0.05);
  }

  /**
   * An ellipse keeps the order; its radius √(cos² + b² sin²) spreads by 14.5 % at b = 0.655 and
   * 15.3 % at 0.64.
   */
  @Test
  void anEllipseIsNoCircle() {
    assertThat(Circle.of(ellipse(53, 3, 0.655, 0)).isCircle()).isTrue();
    Circle flat = Circle.of(ellipse(53, 3, 0.64, 0));
    assertThat(flat.k()).isEqualTo(3);
    assertThat(flat.order()).isEqualTo(1);
    assertThat(flat.isCircle()).isFalse();
  }

  @Test
  void whatIsNotInOrderIsNoCircle() {
    assertThat(Circle.of(PcaTest.gaussian(53, 256, 1)).isCircle()).isFalse();
    double[][] swapped = ellipse(53, 7, 1, 0);
    double[] first = swapped[0];
    swapped[0] = swapped[1];
    swapped[1] = first;
    Circle circle = Circle.of(swapped);
    assertThat(circle.k()).isEqualTo(7);
    assertThat(circle.order()).isCloseTo(49 / 53.0, within(1e-12));
    assertThat(circle.isCircle()).isFalse();
    // Twice around: pairs of residues lie on the same point.
    assertThat(Circle.of(ellipse(12, 2, 1, 1e-6)).isCircle()).isFalse();
  }

  @Test
  void nonsenseIsRefused() {
    assertThatThrownBy(() -> Circle.of(new double[][] {{1, 2}, {3, 4}}))
        .isInstanceOf(GrokException.class)
        .hasMessage("a circle needs at least three embeddings of two dimensions: 2 of 2");
    assertThatThrownBy(() -> Circle.of(new double[][] {{1}, {3}, {4}}))
        .isInstanceOf(GrokException.class);
  }
}
