package dev.grok.theory.flow;

import static dev.grok.theory.PaperExamples.normal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.grok.api.GrokException;
import dev.grok.api.backend.Backend;
import dev.grok.api.backend.Backends;
import dev.grok.theory.PaperExamples;
import dev.grok.theory.parallelogram.Averaging;
import dev.grok.theory.parallelogram.Parallelograms;
import dev.grok.theory.representation.Representations;
import dev.grok.theory.representation.Variance;
import dev.grok.theory.spectrum.Normalization;
import dev.grok.theory.spectrum.Spectrum;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AdaptiveFlowTest {
  private static final Parallelograms SET = Parallelograms.of(PaperExamples.random(10, 30, 3));

  static List<String> backends() {
    return GradientFlowTest.backends();
  }

  /** exp(-H t) R(0), as exactly as the backend and the tolerance allow. */
  @ParameterizedTest
  @MethodSource("backends")
  void equation9OnEveryBackend(String name) {
    double[][] start = Representations.normalize(normal(10, 2, 4), Variance.UNBIASED);
    double[] times = {0, 0.1, 2, 2, 7};
    double z0 = EffectiveLoss.z0(start);
    Spectrum spectrum = Spectrum.of(SET).scaled(Normalization.ofZ0(Averaging.SUM, z0));
    boolean exact = name.equals("reference");
    try (Backend backend = Backends.open(name)) {
      Trajectory trajectory =
          new AdaptiveFlow(List.of(SET), Averaging.SUM, FlowEquation.LINEAR, exact ? 1e-11 : 3e-6)
              .run(backend, new double[][][] {start}, times);
      assertThat(trajectory.times()).containsExactly(times);
      for (int s = 0; s < times.length; s++) {
        double[][] closed = spectrum.evolve(start, times[s]);
        for (int k = 0; k < 10; k++) {
          // Errors of steps add up to some hundred tolerances at most, and the flow contracts.
          assertThat(trajectory.state(s, 0)[k])
              .containsExactly(closed[k], within(exact ? 1e-8 : 1e-3));
        }
      }
    }
  }

  /** A tenth of the tolerance gives about a tenth of the error and of the drift. */
  @Test
  void theToleranceIsObeyed() {
    double[][] start = Representations.normalize(normal(10, 1, 5), Variance.UNBIASED);
    try (Backend backend = Backends.open("reference")) {
      double[][] best =
          new AdaptiveFlow(List.of(SET), Averaging.SUM, FlowEquation.EXACT, 1e-12)
              .run(backend, new double[][][] {start}, 3)
              .state(0, 0);
      double former = Double.POSITIVE_INFINITY;
      for (double tolerance : new double[] {1e-4, 1e-6, 1e-8}) {
        Trajectory trajectory =
            new AdaptiveFlow(List.of(SET), Averaging.SUM, FlowEquation.EXACT, tolerance)
                .run(backend, new double[][][] {start}, 3);
        double error = 0;
        for (int k = 0; k < 10; k++) {
          error = Math.max(error, Math.abs(trajectory.state(0, 0)[k][0] - best[k][0]));
        }
        assertThat(error).isLessThan(100 * tolerance * 3).isLessThan(former / 5);
        assertThat(trajectory.z0Drift(0)).isLessThan(100 * tolerance);
        former = error;
      }
    }
  }

  /** Each replica has its own steps: the same bits as by itself. */
  @ParameterizedTest
  @MethodSource("backends")
  void replicasDoNotKnowEachOther(String name) {
    List<Parallelograms> sets = List.of(SET, Parallelograms.full(10));
    double[][][] start = {normal(10, 2, 1), normal(10, 2, 2)};
    for (double[] row : start[1]) {
      row[0] *= 0.01;
      row[1] *= 0.01;
    }
    try (Backend backend = Backends.open(name)) {
      Trajectory together =
          new AdaptiveFlow(sets, Averaging.MEAN, FlowEquation.EXACT, 1e-5)
              .run(backend, start, 0.01, 5);
      for (int r = 0; r < 2; r++) {
        Trajectory alone =
            new AdaptiveFlow(List.of(sets.get(r)), Averaging.MEAN, FlowEquation.EXACT, 1e-5)
                .run(backend, new double[][][] {start[r]}, 0.01, 5);
        assertThat(together.state(0, r)).isDeepEqualTo(alone.state(0, 0));
        assertThat(together.state(1, r)).isDeepEqualTo(alone.state(1, 0));
      }
    }
  }

  /** The flow of a small representation is fast: Euler with the authors' step would blow up. */
  @Test
  void stiffStartsAreFollowed() {
    double[][] small = normal(10, 1, 1);
    for (double[] row : small) {
      row[0] *= 1e-4;
    }
    try (Backend backend = Backends.open("reference")) {
      Trajectory trajectory =
          new AdaptiveFlow(List.of(SET), Averaging.SUM, FlowEquation.EXACT, 1e-9)
              .run(backend, new double[][][] {small}, 1e-6);
      assertThat(trajectory.z0Drift(0)).isLessThan(1e-5);
      assertThat(trajectory.effectiveLoss(0, 0))
          .isLessThan(1e-3 * new EffectiveLoss(SET, Averaging.SUM).value(small));
    }
  }

  @Test
  void badInput() {
    assertThatThrownBy(() -> new AdaptiveFlow(List.of(SET), Averaging.SUM, FlowEquation.EXACT, 0))
        .isInstanceOf(GrokException.class)
        .hasMessage("a tolerance must be between 0 and 1: 0.0");
    try (Backend backend = Backends.open("reference")) {
      AdaptiveFlow flow = new AdaptiveFlow(List.of(SET), Averaging.SUM, FlowEquation.EXACT, 1e-6);
      assertThatThrownBy(() -> flow.run(backend, new double[][][] {normal(10, 1, 1)}, 2, 1))
          .isInstanceOf(GrokException.class)
          .hasMessage("times must ascend from 0 on: [2.0, 1.0]");
      AdaptiveFlow tooFine =
          new AdaptiveFlow(List.of(SET), Averaging.SUM, FlowEquation.EXACT, 1e-300);
      assertThatThrownBy(() -> tooFine.run(backend, new double[][][] {normal(10, 1, 1)}, 1))
          .isInstanceOf(GrokException.class)
          .hasMessageContaining("cannot be followed beyond t = ");
    }
  }
}
