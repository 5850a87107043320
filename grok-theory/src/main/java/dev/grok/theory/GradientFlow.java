package dev.grok.theory;

import dev.grok.api.Backend;
import dev.grok.api.GrokException;
import dev.grok.api.MemoryScope;
import dev.grok.api.Recording;
import dev.grok.api.Tensor;
import dev.grok.api.kernel.Kernels;
import dev.grok.api.kernel.Transpose;
import dev.grok.api.kernel.Write;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * The gradient flow of the effective loss (paper, Eq. 4) in explicit Euler steps on a backend, for
 * many representations and many data sets at once: each is a replica.
 */
public final class GradientFlow {
  /** The right-hand side, with H = (2/Z₀) AᵀA and ℓ₀ as it is at each step. */
  public enum Equation {
    /** dE/dt = -H E, Z₀ as at the start (paper, Eq. 9): linear, Z₀ is not conserved. */
    LINEAR,
    /** dE/dt = (2 ℓ₀/Z₀²) E - H E, Z₀ as at the start: the authors' code, Fig. 4(c). */
    FIXED_Z0,
    /** The same with Z₀ as it is at each step: -∂ℓ_eff/∂E exactly (paper, Eq. 25). */
    EXACT
  }

  private final List<Parallelograms> parallelograms;
  private final Averaging averaging;
  private final Equation equation;
  private final double eta;

  /**
   * A flow.
   *
   * @param parallelograms one set for all replicas, or one for each, all of the same p
   * @param eta step size η
   */
  public GradientFlow(
      List<Parallelograms> parallelograms, Averaging averaging, Equation equation, double eta) {
    if (parallelograms.isEmpty()) {
      throw new GrokException("a gradient flow needs at least one set of parallelograms");
    }
    parallelograms.forEach(set -> Representations.requireSameP(parallelograms.get(0).p(), set.p()));
    EffectiveLoss.requireStep(eta);
    this.parallelograms = List.copyOf(parallelograms);
    this.averaging = averaging;
    this.equation = equation;
    this.eta = eta;
  }

  /**
   * Runs it from the given representations.
   *
   * @param start [R][p][d]; finite and not zero
   * @param steps at which the state is wanted, ascending from 0 on
   * @throws GrokException if the start has the wrong shape, is zero or is not finite
   */
  public Trajectory run(Backend backend, double[][][] start, long... steps) {
    int p = parallelograms.get(0).p();
    int d = requireStart(start, p);
    requireAscending(steps);
    int replicas = start.length;
    double[][][][] states = new double[steps.length][][][];
    try (MemoryScope scope = backend.scope("gradient flow")) {
      Tensor e = scope.floats("E", replicas, p, d);
      e.write(
          Arrays.stream(start)
              .flatMapToDouble(r -> Arrays.stream(Representations.flatten(r, d)))
              .toArray());
      try (Recording step = recordStep(backend, scope, e, start)) {
        long done = 0;
        for (int s = 0; s < steps.length; s++) {
          step.run(steps[s] - done);
          done = steps[s];
          states[s] = unflatten(e.doubles(), replicas, p, d);
        }
      }
    }
    List<EffectiveLoss> losses =
        parallelograms.stream().map(set -> new EffectiveLoss(set, averaging)).toList();
    return new Trajectory(losses, start, steps, states);
  }

  private Recording recordStep(Backend backend, MemoryScope scope, Tensor e, double[][][] start) {
    Kernels kernels = backend.kernels();
    int replicas = e.replicas();
    Tensor gram = gram(scope);
    Tensor pull = scope.floats("A^T A E", e.shape().toArray());
    Tensor l0 = scope.floats("R^T A^T A R", replicas);
    // E += growth E - shrink AᵀA E
    Tensor shrink = scope.floats("-shrink", replicas);
    Tensor growth = scope.floats("growth", replicas);
    if (equation == Equation.EXACT) {
      Tensor z0 = scope.floats("Z0", replicas);
      Tensor rate = perReplica(scope, "-2 eta", replicas, r -> -2 * eta * weight(r));
      Tensor minus = perReplica(scope, "-1", 1, r -> -1);
      return backend.record(
          () -> {
            kernels.matmul(pull, gram, e, Transpose.NONE, Write.OVERWRITE);
            kernels.dot(l0, e, pull);
            kernels.dot(z0, e, e);
            kernels.divide(shrink, rate, z0);
            kernels.multiply(growth, shrink, l0);
            kernels.divide(growth, growth, z0);
            kernels.multiply(growth, growth, minus);
            kernels.addScaled(e, e, growth, e);
            kernels.addScaled(e, e, shrink, pull);
          });
    }
    double[] z0 = Arrays.stream(start).mapToDouble(EffectiveLoss::z0).toArray();
    Tensor fixedShrink = perReplica(scope, "-shrink", replicas, r -> -2 * eta * weight(r) / z0[r]);
    Tensor fixedGrowth =
        perReplica(scope, "2 eta/Z0^2", replicas, r -> 2 * eta * weight(r) / (z0[r] * z0[r]));
    return backend.record(
        () -> {
          kernels.matmul(pull, gram, e, Transpose.NONE, Write.OVERWRITE);
          if (equation == Equation.FIXED_Z0) {
            kernels.dot(l0, e, pull);
            kernels.multiply(growth, l0, fixedGrowth);
            kernels.addScaled(e, e, growth, e);
          }
          kernels.addScaled(e, e, fixedShrink, pull);
        });
  }

  private Parallelograms set(int replica) {
    return parallelograms.get(parallelograms.size() == 1 ? 0 : replica);
  }

  private double weight(int replica) {
    return averaging.weight(set(replica));
  }

  /** AᵀA, [R?, p, p]. */
  private Tensor gram(MemoryScope scope) {
    int p = parallelograms.get(0).p();
    Tensor gram = scope.floats("A^T A", parallelograms.size(), p, p);
    gram.write(
        parallelograms.stream()
            .flatMap(set -> Arrays.stream(new EquationMatrix(set).gram()))
            .flatMapToInt(Arrays::stream)
            .asDoubleStream()
            .toArray());
    return gram;
  }

  private static Tensor perReplica(
      MemoryScope scope, String name, int replicas, IntToDoubleFunction value) {
    Tensor tensor = scope.floats(name, replicas);
    tensor.write(IntStream.range(0, replicas).mapToDouble(value).toArray());
    return tensor;
  }

  private int requireStart(double[][][] start, int p) {
    if (start.length == 0 || parallelograms.size() != 1 && parallelograms.size() != start.length) {
      throw new GrokException(
          "%d initial representations do not fit %d sets of parallelograms"
              .formatted(start.length, parallelograms.size()));
    }
    int d = Representations.dimensions(start[0], p);
    for (int r = 0; r < start.length; r++) {
      if (Representations.dimensions(start[r], p) != d) {
        throw new GrokException(
            "initial representation %d does not have %d dimensions".formatted(r, d));
      }
      double z0 = EffectiveLoss.z0(start[r]);
      if (!(z0 > 0) || z0 == Double.POSITIVE_INFINITY) {
        throw new GrokException(
            "initial representation %d has Z0 = %s: it must be finite and not zero"
                .formatted(r, z0));
      }
    }
    return d;
  }

  private static void requireAscending(long[] steps) {
    long former = 0;
    for (long step : steps) {
      if (step < former) {
        throw new GrokException(
            "steps must ascend from 0 on: %s".formatted(Arrays.toString(steps)));
      }
      former = step;
    }
  }

  private static double[][][] unflatten(double[] flat, int replicas, int p, int d) {
    double[][][] states = new double[replicas][p][];
    for (int r = 0; r < replicas; r++) {
      for (int k = 0; k < p; k++) {
        int at = (r * p + k) * d;
        states[r][k] = Arrays.copyOfRange(flat, at, at + d);
      }
    }
    return states;
  }
}
