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
import org.junit.jupiter.api.Test;

class GrokkingTimeTest {
  /** One component beside the line: it must fall until every parallelogram is within δ. */
  @Test
  void stepsToRqiOfOneSlowComponent() {
    Spectrum spectrum = figure4(PaperExamples.random(10, 40, 1));
    double[] slow = spectrum.eigenvectors()[2];
    double[][] start = new double[10][1];
    for (int k = 0; k < 10; k++) {
      start[k][0] = k + 20 * slow[k];
    }
    GrokkingTime time = new GrokkingTime(spectrum, 1e-3);
    double nh = spectrum.nh(1e-3);
    assertThat(nh).isCloseTo(1 / (spectrum.lambda3() * 1e-3), within(1e-9));
    Rqi rqi = new Rqi(10);
    double steps = time.stepsToRqi(start, rqi, 0.95);
    double[][] normalized = Representations.normalize(start, Variance.UNBIASED);
    assertThat(rqi.rqi(spectrum.evolve(normalized, steps * 1e-3))).isGreaterThan(0.95);
    assertThat(rqi.rqi(spectrum.evolve(normalized, 0.98 * steps * 1e-3))).isLessThanOrEqualTo(0.95);
    assertThat(steps).isBetween(nh, 10 * nh);
    assertThat(time.stepsToRqi(linear(10, 1), rqi, 0.95)).isZero();
  }

  @Test
  void undeterminedStructuresAreNeverReached() {
    Spectrum spectrum = figure4(PaperExamples.random(10, 15, 1));
    assertThat(spectrum.nh(1e-3)).isEqualTo(Double.POSITIVE_INFINITY);
    assertThat(new GrokkingTime(spectrum, 1e-3).stepsToRqi(normal(10, 1, 0), new Rqi(10), 0.95))
        .isEqualTo(Double.POSITIVE_INFINITY);
  }

  /**
   * Fig. 4(c) calls lines straight after 3 n_h, when e⁻³ of the slowest component is left; for RQI
   * > 0.95 nearly all parallelograms must close to 0.1 deviations, which takes ln 10 and more
   * besides.
   */
  @Test
  void figure4cTakesAFewNh() {
    Spectrum spectrum = figure4(DataSet.full(10));
    GrokkingTime time = new GrokkingTime(spectrum, 3e-4);
    double sum = 0;
    for (int seed = 0; seed < 20; seed++) {
      sum += time.stepsToRqi(normal(10, 1, seed), new Rqi(10), 0.95) / spectrum.nh(3e-4) / 20;
    }
    assertThat(sum).isBetween(3.0, 3 + 2 * Math.log(10));
  }

  @Test
  void badInput() {
    Spectrum spectrum = figure4(DataSet.full(4));
    GrokkingTime time = new GrokkingTime(spectrum, 1);
    assertThatThrownBy(() -> time.stepsToRqi(normal(4, 1, 0), new Rqi(4), 1))
        .isInstanceOf(GrokException.class);
    assertThatThrownBy(() -> new GrokkingTime(spectrum, 0)).isInstanceOf(GrokException.class);
  }

  private static Spectrum figure4(DataSet d) {
    return Spectrum.of(Parallelograms.of(d)).scaled(Normalization.figure4(d.p()));
  }
}
