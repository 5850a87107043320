package dev.grok.theory.flow;

import static dev.grok.theory.PaperExamples.normal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.grok.api.GrokException;
import dev.grok.api.backend.Backend;
import dev.grok.api.backend.Backends;
import dev.grok.api.backend.Candidate;
import dev.grok.theory.PaperExamples;
import dev.grok.theory.parallelogram.Averaging;
import dev.grok.theory.parallelogram.DataSet;
import dev.grok.theory.parallelogram.Parallelograms;
import dev.grok.theory.representation.Representations;
import dev.grok.theory.representation.Rqi;
import dev.grok.theory.representation.Variance;
import dev.grok.theory.spectrum.Normalization;
import dev.grok.theory.spectrum.Spectrum;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class GradientFlowTest {
  /** Initial condition of Fig. 4(c): normalized to zero mean and unit unbiased variance. */
  private static final double[] FIGURE_4C = {
    -.0934, -1.1929, -.1531, .6383, -1.7240, -.1727, -.5560, 1.3898, 1.2128, .6510
  };

  private static final Parallelograms ALL = Parallelograms.full(10);

  /** Every backend there is, also one that cannot be opened here: it then fails. */
  static List<String> backends() {
    List<String> names = Backends.report().stream().map(Candidate::name).toList();
    assertThat(names).contains("reference");
    return names;
  }

  @ParameterizedTest
  @MethodSource("backends")
  void figure4cTheoryTrajectories(String name) throws IOException {
    try (Backend backend = Backends.open(name)) {
      assertThat(figure4cRms(backend, ALL)).isLessThan(0.01);
      // The authors' curves are those of all 70 parallelograms: a training set's lie far off.
      Parallelograms trainingSet = Parallelograms.of(PaperExamples.random(10, 45, 1));
      assertThat(figure4cRms(backend, trainingSet)).isGreaterThan(0.05);
    }
  }

  private static double figure4cRms(Backend backend, Parallelograms set) throws IOException {
    double[][] digitized = digitized();
    long[] steps = Arrays.stream(digitized).mapToLong(row -> (long) row[0]).toArray();
    Trajectory trajectory =
        new GradientFlow(List.of(set), Averaging.SUM, FlowEquation.FIXED_Z0, 3e-4)
            .run(backend, new double[][][] {column(FIGURE_4C)}, steps);
    double squares = 0;
    int legible = 0;
    for (int s = 0; s < steps.length; s++) {
      double[][] e = Representations.normalize(trajectory.state(s, 0), Variance.UNBIASED);
      for (int k = 0; k < 10; k++) {
        double read = digitized[s][k + 1];
        if (!Double.isNaN(read)) {
          squares += (e[k][0] - read) * (e[k][0] - read);
          legible++;
        }
      }
    }
    assertThat(legible).isGreaterThan(1400);
    return Math.sqrt(squares / legible);
  }

  /** Ten equally spaced points with unit unbiased variance: spacing 0.330, extremes 1.486. */
  @Test
  void figure4cEndsInTheLinearStructure() {
    double[][] end = run(FlowEquation.FIXED_Z0, 3e-4, column(FIGURE_4C), 20_000).state(0, 0);
    double[][] e = Representations.normalize(end, Variance.UNBIASED);
    for (int k = 0; k < 10; k++) {
      assertThat(e[k][0]).isCloseTo(-1.4863 + 0.33029 * k, within(1e-4));
    }
    assertThat(new Rqi(10).rqi(end)).isEqualTo(1);
  }

  /** Eq. 6: Euler's drift is of second order per step, so of first order over a given time. */
  @Test
  void equation6DriftScalesWithTheStep() {
    double[][] start = Representations.normalize(normal(10, 2, 1), Variance.UNBIASED);
    double[] drift = new double[3];
    try (Backend backend = Backends.open("reference")) {
      for (int halving = 0; halving < 3; halving++) {
        GradientFlow flow =
            new GradientFlow(
                List.of(ALL), Averaging.SUM, FlowEquation.EXACT, 1e-3 / (1 << halving));
        Trajectory trajectory =
            flow.run(backend, new double[][][] {start}, 0, 100L << halving, 500L << halving);
        drift[halving] = trajectory.z0Drift(0);
        assertThat(trajectory.z0(0, 0)).isCloseTo(18, within(1e-12));
        assertThat(trajectory.cDrift(0)).isLessThan(1e-13);
        assertThat(trajectory.effectiveLoss(1, 0)).isLessThan(trajectory.effectiveLoss(0, 0));
        assertThat(trajectory.effectiveLoss(2, 0)).isLessThan(trajectory.effectiveLoss(1, 0));
      }
    }
    assertThat(drift[0]).isBetween(1e-4, 0.1);
    assertThat(drift[0] / drift[1]).isBetween(1.8, 2.2);
    assertThat(drift[1] / drift[2]).isBetween(1.9, 2.1);
  }

  /** With C ≠ 0 the exact flow moves C, and the trajectory says so; the linear one keeps it. */
  @Test
  void equation27NeedsCenteredRepresentations() {
    double[][] start = normal(10, 1, 1);
    for (double[] row : start) {
      row[0] += 1;
    }
    assertThat(run(FlowEquation.EXACT, 1e-4, start, 1000).cDrift(0)).isGreaterThan(0.1);
    assertThat(run(FlowEquation.LINEAR, 1e-4, start, 1000).cDrift(0)).isLessThan(1e-12);
  }

  @ParameterizedTest
  @EnumSource(FlowEquation.class)
  void oneStepIsTheEquation(FlowEquation equation) {
    double eta = 1e-2;
    double[][] start = normal(10, 2, 3);
    double[][] then = run(equation, eta, start, 1).state(0, 0);
    EffectiveLoss loss = new EffectiveLoss(ALL, Averaging.SUM);
    double[][] gradient = loss.gradient(start);
    double z0 = EffectiveLoss.z0(start);
    double growth = equation == FlowEquation.LINEAR ? 2 * loss.l0(start) / (z0 * z0) : 0;
    for (int k = 0; k < 10; k++) {
      for (int c = 0; c < 2; c++) {
        double step = -eta * (gradient[k][c] + growth * start[k][c]);
        assertThat(then[k][c]).isCloseTo(start[k][c] + step, within(1e-13));
      }
    }
  }

  /** From the second step on the two differ: only one follows Z₀. */
  @Test
  void fixedAndExactZ0Differ() {
    double[][] start = normal(10, 1, 3);
    double[][] fixed = run(FlowEquation.FIXED_Z0, 1e-2, start, 50).state(0, 0);
    double[][] exact = run(FlowEquation.EXACT, 1e-2, start, 50).state(0, 0);
    assertThat(Math.abs(fixed[0][0] - exact[0][0])).isGreaterThan(1e-3);
  }

  /** Eq. 9: Euler approaches exp(-H t) R(0), the error halving with the step. */
  @Test
  void equation9AgainstTheClosedForm() {
    DataSet d = PaperExamples.random(10, 28, 2);
    Parallelograms set = Parallelograms.of(d);
    double[][] start = normal(10, 1, 4);
    Spectrum spectrum =
        Spectrum.of(set).scaled(Normalization.ofZ0(Averaging.MEAN, EffectiveLoss.z0(start)));
    double t = 10;
    double[][] closed = spectrum.evolve(start, t);
    double[] error = new double[2];
    try (Backend backend = Backends.open("reference")) {
      for (int halving = 0; halving < 2; halving++) {
        int steps = 500 << halving;
        double[][] euler =
            new GradientFlow(List.of(set), Averaging.MEAN, FlowEquation.LINEAR, t / steps)
                .run(backend, new double[][][] {start}, steps)
                .state(0, 0);
        for (int k = 0; k < 10; k++) {
          error[halving] = Math.max(error[halving], Math.abs(euler[k][0] - closed[k][0]));
        }
      }
    }
    assertThat(error[0]).isBetween(1e-5, 1e-2);
    assertThat(error[0] / error[1]).isBetween(1.9, 2.1);
  }

  /** Z₀ being conserved, the exact flow is exp(-H t) R(0), rescaled. */
  @Test
  void equation25IsTheRescaledClosedForm() {
    double[][] start = Representations.normalize(normal(10, 1, 5), Variance.UNBIASED);
    double eta = 1e-5;
    double[][] flow = run(FlowEquation.EXACT, eta, start, 20_000).state(0, 0);
    double[][] closed =
        Spectrum.of(ALL).scaled(Normalization.ofZ0(Averaging.SUM, 9)).evolve(start, 20_000 * eta);
    double scale = Math.sqrt(9 / EffectiveLoss.z0(closed));
    for (int k = 0; k < 10; k++) {
      assertThat(flow[k][0]).isCloseTo(scale * closed[k][0], within(1e-3));
    }
  }

  /** Replicas with data sets of their own: the same bits as each by itself. */
  @ParameterizedTest
  @MethodSource("backends")
  void replicasDoNotKnowEachOther(String name) {
    List<Parallelograms> sets =
        List.of(
            Parallelograms.of(PaperExamples.random(10, 25, 1)),
            Parallelograms.of(PaperExamples.dataSet(10, 0, 3)),
            ALL);
    double[][][] start = {normal(10, 2, 1), normal(10, 2, 2), normal(10, 2, 3)};
    try (Backend backend = Backends.open(name)) {
      for (FlowEquation equation : FlowEquation.values()) {
        Trajectory together =
            new GradientFlow(sets, Averaging.MEAN, equation, 0.1).run(backend, start, 7, 60);
        assertThat(together.replicas()).isEqualTo(3);
        assertThat(together.times()).containsExactly(7 * 0.1, 60 * 0.1);
        for (int r = 0; r < 3; r++) {
          Trajectory alone =
              new GradientFlow(List.of(sets.get(r)), Averaging.MEAN, equation, 0.1)
                  .run(backend, new double[][][] {start[r]}, 7, 60);
          assertThat(together.state(0, r)).isDeepEqualTo(alone.state(0, 0));
          assertThat(together.state(1, r)).isDeepEqualTo(alone.state(1, 0));
          assertThat(together.effectiveLoss(1, r)).isEqualTo(alone.effectiveLoss(1, 0));
        }
        assertThat(together.effectiveLoss(1, 1)).isZero(); // no parallelogram, no loss
      }
    }
  }

  @Test
  void divergenceOfOneReplicaShowsAsDriftAndLeavesTheOthers() {
    double[][] small = normal(10, 1, 1);
    double[][] large = normal(10, 1, 2);
    for (int k = 0; k < 10; k++) {
      small[k][0] *= 1e-3;
    }
    try (Backend backend = Backends.open("reference")) {
      GradientFlow flow =
          new GradientFlow(List.of(ALL), Averaging.SUM, FlowEquation.FIXED_Z0, 1e-2);
      Trajectory both = flow.run(backend, new double[][][] {small, large}, 400);
      assertThat(both.z0Drift(0) < 1).isFalse();
      assertThat(both.state(0, 1))
          .isDeepEqualTo(flow.run(backend, new double[][][] {large}, 400).state(0, 0));
      assertThat(both.z0Drift(1)).isLessThan(1);
    }
  }

  @Test
  void badInput() {
    try (Backend backend = Backends.open("reference")) {
      GradientFlow flow = new GradientFlow(List.of(ALL), Averaging.SUM, FlowEquation.EXACT, 1e-3);
      double[][] nan = normal(10, 1, 1);
      nan[3][0] = Double.NaN;
      refuses(
          () -> flow.run(backend, new double[][][] {nan}, 1),
          "initial representation 0 has Z0 = NaN: it must be finite and not zero");
      refuses(
          () -> flow.run(backend, new double[][][] {normal(10, 1, 1), new double[10][1]}, 1),
          "initial representation 1 has Z0 = 0.0: it must be finite and not zero");
      refuses(
          () -> flow.run(backend, new double[][][] {normal(10, 1, 1), normal(10, 2, 1)}, 1),
          "initial representation 1 does not have 1 dimensions");
      refuses(
          () -> flow.run(backend, new double[][][] {normal(9, 1, 1)}, 1),
          "numbers of symbols differ: p = 10 and p = 9");
      refuses(
          () -> flow.run(backend, new double[][][] {normal(10, 1, 1)}, 5, 3),
          "steps must ascend from 0 on: [5, 3]");
      GradientFlow two = new GradientFlow(List.of(ALL, ALL), Averaging.SUM, FlowEquation.EXACT, 1);
      refuses(
          () -> two.run(backend, new double[][][] {normal(10, 1, 1)}, 1),
          "1 initial representations do not fit 2 sets of parallelograms");
    }
    refuses(
        () -> new GradientFlow(List.of(), Averaging.SUM, FlowEquation.EXACT, 1),
        "a gradient flow needs at least one set of parallelograms");
    refuses(
        () ->
            new GradientFlow(
                List.of(ALL, Parallelograms.full(4)), Averaging.SUM, FlowEquation.EXACT, 1),
        "numbers of symbols differ: p = 10 and p = 4");
    refuses(
        () -> new GradientFlow(List.of(ALL), Averaging.SUM, FlowEquation.EXACT, -1),
        "the step size must be positive: -1.0");
  }

  private static void refuses(Runnable what, String sentence) {
    assertThatThrownBy(what::run).isInstanceOf(GrokException.class).hasMessage(sentence);
  }

  private static Trajectory run(FlowEquation equation, double eta, double[][] start, long step) {
    try (Backend backend = Backends.open("reference")) {
      return new GradientFlow(List.of(ALL), Averaging.SUM, equation, eta)
          .run(backend, new double[][][] {start}, step);
    }
  }

  private static double[][] column(double... values) {
    double[][] column = new double[values.length][1];
    for (int k = 0; k < values.length; k++) {
      column[k][0] = values[k];
    }
    return column;
  }

  /** Rows of step, E0, ..., E9. */
  private static double[][] digitized() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(GradientFlowTest.class.getResourceAsStream("fig4c-digitized.csv"))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .skip(1)
          .map(line -> List.of(line.replace("nan", "NaN").split(",")))
          .map(cells -> cells.stream().mapToDouble(Double::parseDouble).toArray())
          .toArray(double[][]::new);
    }
  }
}
