package dev.grok.theory;

import static dev.grok.theory.PaperExamples.dataSet;
import static dev.grok.theory.PaperExamples.linear;
import static dev.grok.theory.PaperExamples.normal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.grok.api.backend.Backend;
import dev.grok.api.backend.Backends;
import dev.grok.models.task.FiniteGroup;
import dev.grok.models.task.Pair;
import dev.grok.theory.flow.AdaptiveFlow;
import dev.grok.theory.flow.EffectiveLoss;
import dev.grok.theory.flow.FlowEquation;
import dev.grok.theory.flow.Trajectory;
import dev.grok.theory.group.Composition;
import dev.grok.theory.group.GroupDataSet;
import dev.grok.theory.group.GroupDeduction;
import dev.grok.theory.ideal.IdealModel;
import dev.grok.theory.image.ImageEffectiveLoss;
import dev.grok.theory.linearnetwork.LinearFlow;
import dev.grok.theory.linearnetwork.LinearNetwork;
import dev.grok.theory.parallelogram.Averaging;
import dev.grok.theory.parallelogram.DataSet;
import dev.grok.theory.parallelogram.Deduction;
import dev.grok.theory.parallelogram.Parallelogram;
import dev.grok.theory.parallelogram.Parallelograms;
import dev.grok.theory.parallelogram.PredictedAccuracy;
import dev.grok.theory.rank.DegreesOfFreedom;
import dev.grok.theory.rank.EquationMatrix;
import dev.grok.theory.rank.ExactRank;
import dev.grok.theory.rank.GroundStates;
import dev.grok.theory.representation.GroupRqi;
import dev.grok.theory.representation.Representations;
import dev.grok.theory.representation.Rqi;
import dev.grok.theory.representation.RqiDefinition;
import dev.grok.theory.representation.RqiDefinition.Closeness;
import dev.grok.theory.representation.Variance;
import dev.grok.theory.spectrum.Normalization;
import dev.grok.theory.spectrum.Spectrum;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.DoubleUnaryOperator;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Every numbered equation of the paper, each against a computation of its own. */
class EquationsTest {
  private static final DataSet D = PaperExamples.random(10, 28, 2);
  private static final Parallelograms P0_D = Parallelograms.of(D);

  /** P₀(D), by looking at every two samples. */
  @Test
  void equation01PermissibleParallelograms() {
    List<Parallelogram> expected = new ArrayList<>();
    for (Pair x : D.samples()) {
      for (Pair y : D.samples()) {
        if (x.a() + x.b() == y.a() + y.b() && x.a() < y.a()) {
          expected.add(new Parallelogram(x.a(), x.b(), y.a(), y.b()));
        }
      }
    }
    assertThat(P0_D.list()).containsExactlyInAnyOrderElementsOf(expected);
  }

  /** P(R, δ), by definition 1 on every element of P₀. */
  @Test
  void equation02ParallelogramsOfARepresentation() {
    double[][] e = bent(0.05);
    double[][] x = Representations.normalize(e, Variance.BIASED);
    double delta = 0.08;
    List<Parallelogram> expected =
        Parallelograms.full(10).list().stream().filter(q -> distance(x, q) <= delta).toList();
    assertThat(expected).hasSizeBetween(5, 65);
    RqiDefinition definition = new RqiDefinition(delta, Closeness.DISTANCE, Variance.BIASED, 0);
    assertThat(new Rqi(10, definition).parallelograms(e).list()).isEqualTo(expected);
  }

  @Test
  void equation03RepresentationQualityIndex() {
    Rqi rqi = new Rqi(10);
    double[][] e = bent(0.05);
    assertThat(rqi.rqi(e)).isEqualTo(rqi.parallelograms(e).size() / 70.0).isBetween(0.1, 0.95);
    assertThat(rqi.rqi(linear(10, 3))).isEqualTo(1);
  }

  /** dE/dt of the numerical flow is minus the central difference of ℓ_eff. */
  @Test
  void equation04GradientFlow() {
    double[][] start = Representations.normalize(normal(10, 2, 5), Variance.UNBIASED);
    EffectiveLoss loss = new EffectiveLoss(P0_D, Averaging.MEAN);
    double t = 1e-4;
    try (Backend backend = Backends.open("reference")) {
      double[][] then =
          new AdaptiveFlow(List.of(P0_D), Averaging.MEAN, FlowEquation.EXACT, 1e-12)
              .run(backend, new double[][][] {start}, t)
              .state(0, 0);
      double[][] difference = centralDifference(loss::value, start);
      for (int k = 0; k < 10; k++) {
        for (int c = 0; c < 2; c++) {
          // The second derivative of E along the flow is of order one.
          assertThat((then[k][c] - start[k][c]) / t).isCloseTo(-difference[k][c], within(1e-3));
        }
      }
    }
  }

  /** ℓ_eff written out, from the definition of each term. */
  @Test
  void equation05EffectiveLoss() {
    double[][] e = normal(10, 3, 6);
    double l0 = 0;
    for (Parallelogram q : P0_D.list()) {
      l0 += Math.pow(distance(e, q), 2) / P0_D.size();
    }
    assertThat(new EffectiveLoss(P0_D, Averaging.MEAN).value(e))
        .isCloseTo(l0 / z0(e), within(1e-14));
  }

  /** Both quantities stay along the flow from a normalized representation. */
  @Test
  void equation06ConservedQuantities() {
    double[][] start = Representations.normalize(normal(10, 2, 7), Variance.UNBIASED);
    try (Backend backend = Backends.open("reference")) {
      Trajectory trajectory =
          new AdaptiveFlow(List.of(P0_D), Averaging.SUM, FlowEquation.EXACT, 1e-10)
              .run(backend, new double[][][] {start}, 0, 0.5, 5);
      assertThat(trajectory.z0Drift(0)).isLessThan(1e-8);
      assertThat(trajectory.cDrift(0)).isLessThan(1e-8);
      assertThat(trajectory.effectiveLoss(2, 0)).isLessThan(0.1 * trajectory.effectiveLoss(0, 0));
    }
  }

  /** A(P), row by row, and its nullity by elimination over big integers. */
  @Test
  void equation07EquationSetAndDegreesOfFreedom() {
    int[][] rows = new EquationMatrix(P0_D).toArray();
    for (int k = 0; k < rows.length; k++) {
      Parallelogram q = P0_D.get(k);
      int[] row = new int[10];
      row[q.i()]++;
      row[q.j()]++;
      row[q.m()]--;
      row[q.n()]--;
      assertThat(rows[k]).containsExactly(row);
    }
    assertThat(DegreesOfFreedom.of(D).groundStates().n0())
        .isEqualTo(10 - ExactRank.of(rows).rank());
    assertThat(DegreesOfFreedom.of(DataSet.full(10)).groundStates().n0()).isEqualTo(2);
  }

  /** H by second central differences of ℓ₀, which is quadratic, so that they are exact. */
  @Test
  void equation08Hessian() {
    double[][] e = normal(10, 1, 8);
    double z0 = z0(e);
    EffectiveLoss loss = new EffectiveLoss(P0_D, Averaging.MEAN);
    Spectrum spectrum = Spectrum.of(P0_D).scaled(Normalization.ofZ0(Averaging.MEAN, z0));
    double h = 0.5;
    for (int i = 0; i < 10; i++) {
      for (int j = 0; j < 10; j++) {
        double second =
            (moved(loss, e, i, h, j, h)
                    - moved(loss, e, i, h, j, -h)
                    - moved(loss, e, i, -h, j, h)
                    + moved(loss, e, i, -h, j, -h))
                / (4 * h * h);
        double entry = 0;
        for (int k = 0; k < 10; k++) {
          double[] v = spectrum.eigenvectors()[k];
          entry += spectrum.eigenvalues()[k] * v[i] * v[j];
        }
        assertThat(entry).isCloseTo(second / z0, within(1e-12));
      }
    }
  }

  /** dR/dt = -H R: the numerical flow against exp(-H t) R(0). */
  @Test
  void equation09LinearDynamics() {
    double[][] start = normal(10, 2, 9);
    double t = 3;
    try (Backend backend = Backends.open("reference")) {
      double[][] flow =
          new AdaptiveFlow(List.of(P0_D), Averaging.SUM, FlowEquation.LINEAR, 1e-12)
              .run(backend, new double[][][] {start}, t)
              .state(0, 0);
      double[][] closed =
          Spectrum.of(P0_D).scaled(Normalization.ofZ0(Averaging.SUM, z0(start))).evolve(start, t);
      for (int k = 0; k < 10; k++) {
        assertThat(flow[k]).containsExactly(closed[k], within(1e-9));
      }
    }
  }

  /** f(x₁, x₂) = ρ(φ(x₁) + φ(x₂)): multiplication mod 7 by discrete logarithms of base 3. */
  @Test
  void equation10SumsServeEveryAbelianGroup() {
    int[] log = new int[7];
    int[] power = new int[12];
    int x = 1;
    for (int k = 0; k < 12; k++) {
      power[k] = x;
      if (k < 6) {
        log[x] = k;
      }
      x = 3 * x % 7;
    }
    for (int a = 1; a < 7; a++) {
      for (int b = 1; b < 7; b++) {
        assertThat(power[log[a] + log[b]]).isEqualTo(a * b % 7);
      }
    }
  }

  /** What is answered beyond D has a partner in D at the same place with the same sum. */
  @Test
  void equation11Induction() {
    double[][] e = linear(10, 1);
    for (Pair sample : PredictedAccuracy.augmented(D, new Rqi(10).parallelograms(e))) {
      boolean answered =
          D.samples().stream()
              .anyMatch(
                  m ->
                      m.a() + m.b() == sample.a() + sample.b()
                          && Math.abs(
                                  e[m.a()][0] + e[m.b()][0] - e[sample.a()][0] - e[sample.b()][0])
                              < 1e-12);
      assertThat(answered).isTrue();
    }
  }

  @Test
  void equation12AugmentedTrainingSet() {
    Parallelograms p = new Rqi(10).parallelograms(bent(0.05));
    List<Pair> expected = new ArrayList<>();
    for (Pair sample : DataSet.full(10).samples()) {
      boolean derived =
          p.list().stream()
              .anyMatch(
                  q -> {
                    Pair outer = new Pair(q.i(), q.j());
                    Pair inner = new Pair(q.m(), q.n());
                    return outer.equals(sample) && D.contains(inner)
                        || inner.equals(sample) && D.contains(outer);
                  });
      if (D.contains(sample) || derived) {
        expected.add(sample);
      }
    }
    assertThat(PredictedAccuracy.augmented(D, p)).containsExactlyInAnyOrderElementsOf(expected);
  }

  @Test
  void equation13PredictedAccuracy() {
    Parallelograms p = new Rqi(10).parallelograms(bent(0.05));
    assertThat(PredictedAccuracy.of(D, p))
        .isEqualTo(PredictedAccuracy.augmented(D, p).size() / 55.0);
    assertThat(PredictedAccuracy.of(D, Parallelograms.of(dataSet(10, 0, 1)))).isEqualTo(28 / 55.0);
  }

  /** P(D), by the ranks of A(P₀(D)) and of A(P₀(D) ∪ q) over big integers. */
  @Test
  void equation14ImplicitParallelograms() {
    DataSet d = PaperExamples.random(10, 20, 4);
    int[][] rows = new EquationMatrix(Parallelograms.of(d)).toArray();
    int rank = ExactRank.of(rows).rank();
    assertThat(rank).isLessThan(8);
    List<Parallelogram> expected = new ArrayList<>();
    EquationMatrix all = new EquationMatrix(Parallelograms.full(10));
    for (int k = 0; k < all.rows(); k++) {
      int[][] more = Arrays.copyOf(rows, rows.length + 1);
      more[rows.length] = all.row(k);
      if (ExactRank.of(more).rank() == rank) {
        expected.add(Parallelograms.full(10).get(k));
      }
    }
    assertThat(new IdealModel(d).parallelograms().list()).isEqualTo(expected);
    assertThat(expected).hasSizeGreaterThan(Parallelograms.of(d).size());
  }

  /** P(R) ⊆ P(D) for ground states in general position, as δ → 0 with equality. */
  @Test
  void equation15AlexanderPrinciple() {
    DataSet d = PaperExamples.random(10, 20, 4);
    Rqi rqi = new Rqi(10, new RqiDefinition(1e-9, Closeness.DISTANCE, Variance.UNBIASED, 0));
    assertThat(rqi.parallelograms(groundState(d))).isEqualTo(new IdealModel(d).parallelograms());
  }

  @Test
  void equation16IdealRqi() {
    DataSet d = PaperExamples.random(10, 20, 4);
    IdealModel ideal = new IdealModel(d);
    assertThat(ideal.rqi()).isEqualTo(ideal.parallelograms().size() / 70.0);
    Rqi rqi = new Rqi(10, new RqiDefinition(1e-9, Closeness.DISTANCE, Variance.UNBIASED, 0));
    assertThat(rqi.rqi(groundState(d))).isLessThanOrEqualTo(ideal.rqi());
    assertThat(rqi.rqi(normal(10, 1, 0))).isZero();
  }

  @Test
  void equation17IdealAccuracy() {
    DataSet d = PaperExamples.random(10, 20, 4);
    IdealModel ideal = new IdealModel(d);
    assertThat(ideal.accuracy()).isEqualTo(PredictedAccuracy.of(d, ideal.parallelograms()));
    assertThat(PredictedAccuracy.of(d, new Rqi(10).parallelograms(normal(10, 1, 0))))
        .isLessThanOrEqualTo(ideal.accuracy());
  }

  @Test
  void equation18FullDataSet() {
    assertThat(DataSet.full(4))
        .isEqualTo(dataSet(4, 0, 0, 0, 1, 0, 2, 0, 3, 1, 1, 1, 2, 1, 3, 2, 2, 2, 3, 3, 3));
  }

  /** Written in Definition 1's order; the paper's first tuple is (0, 1, 1, 2). */
  @Test
  void equation19ParallelogramsOfFourSymbols() {
    assertThat(Set.copyOf(Parallelograms.full(4).list()))
        .isEqualTo(
            Set.of(
                new Parallelogram(0, 2, 1, 1),
                new Parallelogram(0, 3, 1, 2),
                new Parallelogram(1, 3, 2, 2)));
  }

  @Test
  void equation20EquationsOfFourSymbols() {
    assertThat(new EquationMatrix(Parallelograms.full(4)).toArray())
        .isEqualTo(new int[][] {{1, -2, 1, 0}, {1, -1, -1, 1}, {0, 1, -2, 1}});
    // A2 = A1 + A3, so two of them determine the structure.
    assertThat(GroundStates.of(Parallelograms.of(dataSet(4, 0, 2, 1, 1, 1, 3, 2, 2))).n0())
        .isEqualTo(2);
  }

  @Test
  void equation21TrainingSetWithAllParallelograms() {
    assertThat(Parallelograms.of(PaperExamples.EQUATION_21)).isEqualTo(Parallelograms.full(4));
    assertThat(new IdealModel(PaperExamples.EQUATION_21).isLinear()).isTrue();
  }

  /** The invariances that the appendix states: zero loss stays zero under E → a E + b. */
  @Test
  void equation22EffectiveLossIsInvariant() {
    EffectiveLoss loss = new EffectiveLoss(P0_D, Averaging.MEAN);
    double[][] e = normal(10, 2, 11);
    double[][] scaled = map(e, x -> -4 * x);
    assertThat(loss.value(scaled)).isCloseTo(loss.value(e), within(1e-14));
    double[][] ground = groundState(D);
    assertThat(loss.value(map(ground, x -> 3 * x + 7))).isCloseTo(0, within(1e-24));
  }

  /** The loss falls along the flow as fast as the squared gradient says. */
  @Test
  void equation23GradientDescent() {
    double[][] start = Representations.normalize(normal(10, 1, 12), Variance.UNBIASED);
    EffectiveLoss loss = new EffectiveLoss(P0_D, Averaging.SUM);
    double squares = 0;
    for (double[] row : loss.gradient(start)) {
      squares += row[0] * row[0];
    }
    double t = 1e-6;
    try (Backend backend = Backends.open("reference")) {
      double[][] then =
          new AdaptiveFlow(List.of(P0_D), Averaging.SUM, FlowEquation.EXACT, 1e-13)
              .run(backend, new double[][][] {start}, t)
              .state(0, 0);
      assertThat((loss.value(start) - loss.value(then)) / t)
          .isCloseTo(squares, within(1e-3 * squares));
    }
  }

  @Test
  void equation24ConservedQuantitiesAreSums() {
    double[][] e = {{1, 2}, {-3, 0.5}, {4, 4}};
    assertThat(EffectiveLoss.c(e)).containsExactly(2, 6.5);
    assertThat(EffectiveLoss.z0(e)).isEqualTo(1 + 4 + 9 + 0.25 + 16 + 16);
  }

  @Test
  void equation25Gradient() {
    for (Averaging averaging : Averaging.values()) {
      EffectiveLoss loss = new EffectiveLoss(P0_D, averaging);
      double[][] e = normal(10, 2, 13);
      double[][] difference = centralDifference(loss::value, e);
      double[][] gradient = loss.gradient(e);
      for (int k = 0; k < 10; k++) {
        assertThat(gradient[k]).containsExactly(difference[k], within(1e-7));
      }
    }
  }

  /** dZ₀/dt = 0, and the identity Σ ∂ℓ₀/∂E_k · E_k = 2 ℓ₀ that it rests on. */
  @Test
  void equation26NormIsConserved() {
    EffectiveLoss loss = new EffectiveLoss(P0_D, Averaging.SUM);
    double[][] e = normal(10, 2, 14);
    assertThat(dot(loss.gradient(e), e)).isCloseTo(0, within(1e-12));
    assertThat(dot(centralDifference(loss::l0, e), e)).isCloseTo(2 * loss.l0(e), within(1e-5));
  }

  /** dC/dt = 0 where C = 0; else 2 ℓ₀/Z₀² C, which the paper leaves out. */
  @Test
  void equation27CenterIsConserved() {
    EffectiveLoss loss = new EffectiveLoss(P0_D, Averaging.SUM);
    double[][] centered = Representations.normalize(normal(10, 1, 15), Variance.BIASED);
    assertThat(column(loss.gradient(centered))).isCloseTo(0, within(1e-13));
    double[][] moved = map(centered, x -> x + 1);
    double z0 = z0(moved);
    assertThat(-column(loss.gradient(moved)))
        .isCloseTo(2 * loss.l0(moved) / (z0 * z0) * 10, within(1e-12));
  }

  /** ρ(g₁ g₂) = ρ(g₁) ρ(g₂): permutation matrices of S₃ have every parallelogram. */
  @Test
  void equation28MatrixRepresentation() {
    FiniteGroup s3 = FiniteGroup.symmetric(3);
    double[][][] rho = permutationMatrices(s3);
    for (int a = 0; a < 6; a++) {
      for (int b = 0; b < 6; b++) {
        assertThat(product(rho[a], rho[b])).isDeepEqualTo(rho[s3.product(a, b)]);
      }
    }
    double[] flat =
        Arrays.stream(rho).flatMap(Arrays::stream).flatMapToDouble(Arrays::stream).toArray();
    assertThat(new GroupRqi(s3).perReplica(flat, 3)).containsExactly(1);
    assertThat(new GroupRqi(s3, GroupRqi.Definition.paper(1e-12)).parallelograms(flat, 3).size())
        .isEqualTo(90);
  }

  /** Abelian: two parallelograms that share a side give a third. */
  @Test
  void equation29TwoParallelogramsGiveAThird() {
    DataSet two = dataSet(6, 0, 4, 1, 3, 1, 5, 2, 4);
    assertThat(Deduction.of(Parallelograms.of(two)).parallelograms().list())
        .containsExactlyInAnyOrder(
            new Parallelogram(0, 4, 1, 3),
            new Parallelogram(1, 5, 2, 4),
            new Parallelogram(0, 5, 2, 3));
  }

  /** Not abelian: from two parallelograms nothing follows. */
  @Test
  void equation30TwoParallelogramsOfAGroupAreNotEnough() {
    Chain chain = Chain.in(FiniteGroup.symmetric(4), 3);
    GroupDeduction two = chain.deduction(2);
    assertThat(two.implies(chain.a, chain.h, chain.b, chain.g)).isFalse();
    assertThat(two.implies(chain.f, chain.a, chain.e, chain.b)).isFalse();
  }

  /** Not abelian: a third one with E_e E_h = E_f E_g gives E_a E_h = E_b E_g. */
  @Test
  void equation31ThreeParallelogramsOfAGroupGiveAFourth() {
    Chain chain = Chain.in(FiniteGroup.symmetric(4), 3);
    assertThat(chain.deduction(3).implies(chain.a, chain.h, chain.b, chain.g)).isTrue();
    assertThat(chain.deduction(1).implies(chain.a, chain.h, chain.b, chain.g)).isFalse();
  }

  /** ℓ, by listing the pairs of the same label. */
  @Test
  void equation32EffectiveLossOfImages() {
    int[] labels = {0, 1, 0, 2, 1, 0, 0};
    double[][] f = normal(7, 2, 16);
    ImageEffectiveLoss loss = new ImageEffectiveLoss(labels);
    assertThat(loss.l(f)).isCloseTo(pairs(labels, f), within(1e-13));
    assertThat(loss.value(f)).isCloseTo(pairs(labels, f) / z0(f), within(1e-14));
    assertThat(loss.pairs()).isEqualTo(7);
  }

  @Test
  void equation33GradientOfImagesConservesZ() {
    int[] labels = {0, 1, 0, 2, 1, 0, 0};
    double[][] f = normal(7, 2, 17);
    ImageEffectiveLoss loss = new ImageEffectiveLoss(labels);
    double[][] gradient = loss.gradient(f);
    double[][] difference = centralDifference(loss::value, f);
    for (int x = 0; x < 7; x++) {
      assertThat(gradient[x]).containsExactly(difference[x], within(1e-8));
    }
    assertThat(dot(gradient, f)).isCloseTo(0, within(1e-13));
  }

  /** Σ_x f(x) · Σ_y~x (f(x) - f(y)) = ℓ. */
  @Test
  void equation34SumOverPairs() {
    int[] labels = {0, 1, 0, 2, 1, 0, 0};
    double[][] f = normal(7, 3, 18);
    double sum = 0;
    for (int x = 0; x < 7; x++) {
      for (int y = 0; y < 7; y++) {
        for (int c = 0; c < 3 && labels[x] == labels[y]; c++) {
          sum += f[x][c] * (f[x][c] - f[y][c]);
        }
      }
    }
    assertThat(new ImageEffectiveLoss(labels).l(f)).isCloseTo(sum, within(1e-13));
  }

  @Test
  void equation35LossOfALinearNetwork() {
    LinearNetwork network =
        new LinearNetwork(
            new double[][] {{1, 2}, {3, 4}}, new double[] {1, -1}, new double[][] {{1, -1}});
    // A r + b - y = (-1 + 1 - 2, -1 - 1 - 0) = (-2, -2).
    assertThat(network.loss(new double[] {2, 0}, 0.1)).isCloseTo(4 + 0.05 * 30, within(1e-14));
  }

  /** The flow is minus the gradient of the loss, by central differences, at its two rates. */
  @Test
  void equation36GradientFlowOfALinearNetwork() {
    LinearNetwork network = single();
    double[] y = {0.5, -1, 2};
    LinearFlow flow = new LinearFlow(LinearFlow.Equation.FULL, 0.7, 1.3, 0.2);
    LinearNetwork derivative = flow.derivative(network, y, 0);
    double h = 1e-5;
    for (int i = 0; i < 3; i++) {
      for (int c = 0; c < 2; c++) {
        double[][] up = network.a();
        double[][] down = network.a();
        up[i][c] += h;
        down[i][c] -= h;
        double difference =
            new LinearNetwork(up, network.b(), network.r()).loss(y, 0.2)
                - new LinearNetwork(down, network.b(), network.r()).loss(y, 0.2);
        assertThat(derivative.a()[i][c]).isCloseTo(-0.7 * difference / (2 * h), within(1e-8));
      }
    }
    double[][] up = network.r();
    double[][] down = network.r();
    up[0][1] += h;
    down[0][1] -= h;
    double difference =
        new LinearNetwork(network.a(), network.b(), up).loss(y, 0.2)
            - new LinearNetwork(network.a(), network.b(), down).loss(y, 0.2);
    assertThat(derivative.r()[0][1]).isCloseTo(-1.3 * difference / (2 * h), within(1e-8));
  }

  /** The three equations as printed. */
  @Test
  void equation37FlowOfOneSample() {
    LinearNetwork network = single();
    double[] y = {0.5, -1, 2};
    LinearNetwork derivative =
        new LinearFlow(LinearFlow.Equation.FULL, 0.7, 1.3, 0.2).derivative(network, y, 0);
    double[] r = network.r()[0];
    for (int i = 0; i < 3; i++) {
      double ar = network.a()[i][0] * r[0] + network.a()[i][1] * r[1];
      assertThat(derivative.b()[i]).isCloseTo(-0.7 * (ar + network.b()[i] - y[i]), within(1e-14));
      for (int c = 0; c < 2; c++) {
        double expected = ar * r[c] + 0.2 * network.a()[i][c] + (network.b()[i] - y[i]) * r[c];
        assertThat(derivative.a()[i][c]).isCloseTo(-0.7 * expected, within(1e-14));
      }
    }
    for (int c = 0; c < 2; c++) {
      double expected = 0;
      for (int i = 0; i < 3; i++) {
        double ar = network.a()[i][0] * r[0] + network.a()[i][1] * r[1];
        expected += network.a()[i][c] * (ar + network.b()[i] - y[i]);
      }
      assertThat(derivative.r()[0][c]).isCloseTo(-1.3 * expected, within(1e-14));
    }
  }

  /** With b(t) given the right-hand sides are those of Eq. 37 at that b; one sample: e^(-η_A t). */
  @Test
  void equation38GivenBias() {
    double[] y = {0.5, -1, 2};
    double t = 0.9;
    double left = Math.exp(-0.7 * t);
    double[] b = Arrays.stream(y).map(v -> (1 - left) * v).toArray();
    LinearNetwork at = new LinearNetwork(single().a(), b, single().r());
    LinearNetwork full =
        new LinearFlow(LinearFlow.Equation.FULL, 0.7, 1.3, 0.2).derivative(at, y, t);
    LinearNetwork given =
        new LinearFlow(LinearFlow.Equation.GIVEN_BIAS, 0.7, 1.3, 0.2).derivative(at, y, t);
    for (int i = 0; i < 3; i++) {
      assertThat(given.a()[i]).containsExactly(full.a()[i], within(1e-14));
      assertThat(given.b()[i]).isCloseTo(0.7 * left * y[i], within(1e-14));
    }
    assertThat(given.r()[0]).containsExactly(full.r()[0], within(1e-14));
    LinearNetwork zero = new LinearNetwork(single().a(), new double[3], single().r());
    LinearNetwork later =
        new LinearFlow(LinearFlow.Equation.GIVEN_BIAS, 0.7, 1.3, 0.2).run(zero, y, t);
    assertThat(later.b()).containsExactly(b, within(1e-9));
  }

  /**
   * Two samples: both inputs pull on A, the regularization counts twice, b falls by e^(-2 η_A t).
   */
  @Test
  void equation39TwoSamples() {
    LinearNetwork network =
        new LinearNetwork(single().a(), new double[3], new double[][] {{1, -2}, {0.5, 0.25}});
    double[] y = {0.5, -1, 2};
    double t = 0.4;
    double left = Math.exp(-2 * 0.7 * t);
    LinearNetwork derivative =
        new LinearFlow(LinearFlow.Equation.GIVEN_BIAS, 0.7, 1.3, 0.2).derivative(network, y, t);
    double[][] a = network.a();
    double[][] r = network.r();
    for (int i = 0; i < 3; i++) {
      for (int c = 0; c < 2; c++) {
        double sum = 2 * 0.2 * a[i][c] - left * y[i] * (r[0][c] + r[1][c]);
        for (double[] input : r) {
          sum += (a[i][0] * input[0] + a[i][1] * input[1]) * input[c];
        }
        assertThat(derivative.a()[i][c]).isCloseTo(-0.7 * sum, within(1e-14));
      }
    }
  }

  /**
   * r' = -r: A falls by -2 η_A A (r rᵀ + γ), and r by -η_x AᵀA r; the difference does so exactly.
   */
  @Test
  void equation40InternalInteraction() {
    LinearNetwork pair = LinearNetwork.pair(3, 2, 4);
    double[] y = {0.5, -1, 2};
    LinearNetwork derivative =
        new LinearFlow(LinearFlow.Equation.INTERNAL, 0.7, 1.3, 0.2).derivative(pair, y, 0);
    LinearNetwork full =
        new LinearFlow(LinearFlow.Equation.FULL, 0.7, 1.3, 0.2).derivative(pair, y, 0);
    double[][] a = pair.a();
    double[] r = pair.r()[0];
    for (int i = 0; i < 3; i++) {
      double ar = a[i][0] * r[0] + a[i][1] * r[1];
      for (int c = 0; c < 2; c++) {
        assertThat(derivative.a()[i][c])
            .isCloseTo(-2 * 0.7 * (ar * r[c] + 0.2 * a[i][c]), within(1e-13));
      }
    }
    for (int c = 0; c < 2; c++) {
      double force = 0;
      for (int i = 0; i < 3; i++) {
        force += a[i][c] * (a[i][0] * r[0] + a[i][1] * r[1]);
      }
      assertThat(derivative.r()[0][c]).isCloseTo(-1.3 * force, within(1e-13));
      assertThat(full.r()[0][c] - full.r()[1][c]).isCloseTo(-2 * 1.3 * force, within(1e-13));
    }
  }

  /** In the adiabatic limit with AᵀA = 1 the distance falls as the potential U says. */
  @Test
  void equation41QuadraticPotential() {
    LinearNetwork pair =
        new LinearNetwork(
            new double[][] {{1, 0}, {0, 1}}, new double[2], new double[][] {{1, 2}, {-1, -2}});
    LinearNetwork later =
        new LinearFlow(LinearFlow.Equation.ADIABATIC, 0, 0.5, 0).run(pair, new double[2], 3);
    assertThat(later.distance()).isCloseTo(pair.distance() * Math.exp(-1.5), within(1e-9));
  }

  /** The mean of U over P₀(D) is half of what Eq. 5 has. */
  @Test
  void equation42TotalEnergy() {
    double[][] e = normal(10, 2, 19);
    double energy = 0;
    for (Parallelogram q : P0_D.list()) {
      energy += Math.pow(distance(e, q), 2) / 2;
    }
    assertThat(new EffectiveLoss(P0_D, Averaging.MEAN).l0(e) / 2)
        .isCloseTo(energy / P0_D.size(), within(1e-13));
    assertThat(Spectrum.of(P0_D).scaled(Normalization.equation42(10)).lambda3())
        .isCloseTo(
            Spectrum.of(P0_D).scaled(Normalization.equation5(10)).lambda3() / 2, within(1e-14));
  }

  @Test
  void equation43NormalizedHamiltonian() {
    double[][] e = normal(10, 2, 20);
    EffectiveLoss loss = new EffectiveLoss(P0_D, Averaging.MEAN);
    assertThat(loss.value(map(e, x -> 5 * x))).isCloseTo(loss.value(e), within(1e-14));
    assertThat(loss.value(e)).isCloseTo(loss.l0(e) / z0(e), within(1e-14));
  }

  /** A line with noise: some parallelograms hold, some do not. */
  private static double[][] bent(double noise) {
    double[][] e = normal(10, 1, 3);
    for (int k = 0; k < 10; k++) {
      e[k][0] = noise * e[k][0] + 0.33 * k;
    }
    return e;
  }

  private static double[][] groundState(DataSet d) {
    double[][] basis = DegreesOfFreedom.of(d).groundStates().basis();
    Random random = new Random(7);
    double[][] e = new double[d.p()][1];
    for (double[] vector : basis) {
      double amplitude = random.nextGaussian();
      for (int k = 0; k < e.length; k++) {
        e[k][0] += amplitude * vector[k];
      }
    }
    return e;
  }

  private static LinearNetwork single() {
    return new LinearNetwork(
        new double[][] {{1, -0.5}, {0.25, 2}, {-1, 0.75}},
        new double[] {0.1, 0.2, -0.3},
        new double[][] {{1.5, -0.5}});
  }

  private static double distance(double[][] e, Parallelogram q) {
    double squares = 0;
    for (int c = 0; c < e[0].length; c++) {
      squares += Math.pow(e[q.i()][c] + e[q.j()][c] - e[q.m()][c] - e[q.n()][c], 2);
    }
    return Math.sqrt(squares);
  }

  private static double z0(double[][] e) {
    return dot(e, e);
  }

  private static double dot(double[][] x, double[][] y) {
    double sum = 0;
    for (int k = 0; k < x.length; k++) {
      for (int c = 0; c < x[k].length; c++) {
        sum += x[k][c] * y[k][c];
      }
    }
    return sum;
  }

  private static double column(double[][] e) {
    return Arrays.stream(e).mapToDouble(row -> row[0]).sum();
  }

  private static double[][] map(double[][] e, DoubleUnaryOperator f) {
    return Arrays.stream(e)
        .map(row -> Arrays.stream(row).map(f).toArray())
        .toArray(double[][]::new);
  }

  private static double moved(
      EffectiveLoss loss, double[][] e, int i, double di, int j, double dj) {
    double[][] copy = map(e, x -> x);
    copy[i][0] += di;
    copy[j][0] += dj;
    return loss.l0(copy);
  }

  private static double[][] centralDifference(ToDoubleFunction<double[][]> f, double[][] at) {
    double h = 1e-5;
    double[][] e = map(at, x -> x);
    double[][] difference = new double[e.length][e[0].length];
    for (int k = 0; k < e.length; k++) {
      for (int c = 0; c < e[k].length; c++) {
        double kept = e[k][c];
        e[k][c] = kept + h;
        double above = f.applyAsDouble(e);
        e[k][c] = kept - h;
        double below = f.applyAsDouble(e);
        e[k][c] = kept;
        difference[k][c] = (above - below) / (2 * h);
      }
    }
    return difference;
  }

  private static double pairs(int[] labels, double[][] f) {
    double l = 0;
    for (int x = 0; x < f.length; x++) {
      for (int y = 0; y < x; y++) {
        for (int c = 0; c < f[x].length && labels[x] == labels[y]; c++) {
          l += (f[x][c] - f[y][c]) * (f[x][c] - f[y][c]);
        }
      }
    }
    return l;
  }

  private static double[][][] permutationMatrices(FiniteGroup group) {
    // (ab)[k] = b[a[k]], so that the row of k has its 1 at the image of k.
    double[][][] matrices = new double[group.order()][3][3];
    int[][] images = {{0, 1, 2}, {0, 2, 1}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1}, {2, 1, 0}};
    for (int a = 0; a < matrices.length; a++) {
      for (int k = 0; k < 3; k++) {
        matrices[a][k][images[a][k]] = 1;
      }
    }
    return matrices;
  }

  private static double[][] product(double[][] a, double[][] b) {
    double[][] c = new double[a.length][b[0].length];
    for (int i = 0; i < c.length; i++) {
      for (int j = 0; j < c[i].length; j++) {
        for (int k = 0; k < b.length; k++) {
          c[i][j] += a[i][k] * b[k][j];
        }
      }
    }
    return c;
  }

  /** Elements a..h with ad = bc, fc = ed, eh = fg, as in Fig. 16. */
  private record Chain(FiniteGroup group, int a, int b, int c, int d, int e, int f, int g, int h) {
    static Chain in(FiniteGroup group, long seed) {
      Random random = new Random(seed);
      while (true) {
        int n = group.order();
        int q = random.nextInt(n);
        int b = random.nextInt(n);
        int d = random.nextInt(n);
        int f = random.nextInt(n);
        int h = random.nextInt(n);
        // q = b⁻¹ a = c d⁻¹ = f⁻¹ e = g h⁻¹
        int a = group.product(b, q);
        int c = group.product(q, d);
        int e = group.product(f, q);
        int g = group.product(q, h);
        if (Set.of(q, group.identity()).size() == 2
            && IntStream.of(a, b, c, d, e, f, g, h).distinct().count() == 8) {
          return new Chain(group, a, b, c, d, e, f, g, h);
        }
      }
    }

    /** From the first so many of the three parallelograms. */
    GroupDeduction deduction(int given) {
      List<Pair> samples =
          List.of(
              new Pair(a, d),
              new Pair(b, c),
              new Pair(f, c),
              new Pair(e, d),
              new Pair(e, h),
              new Pair(f, g));
      return GroupDeduction.of(
          GroupDataSet.of(group, samples.subList(0, 2 * given)), Composition.MATRIX_PRODUCT);
    }
  }

  /** The list above is complete: one method for each number, in order. */
  @Test
  void everyNumberHasItsTest() {
    List<String> numbers =
        Arrays.stream(EquationsTest.class.getDeclaredMethods())
            .map(Method::getName)
            .filter(name -> name.matches("equation\\d\\d.*"))
            .map(name -> name.substring(8, 10))
            .sorted()
            .toList();
    assertThat(numbers)
        .isEqualTo(IntStream.rangeClosed(1, 43).mapToObj("%02d"::formatted).toList());
  }
}
