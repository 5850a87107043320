package dev.grok.theory;

import dev.grok.api.GrokException;
import dev.grok.api.Tensor;
import dev.grok.api.backend.MemoryScope;
import dev.grok.api.kernel.Kernels;
import dev.grok.api.kernel.Transpose;
import dev.grok.api.kernel.Write;
import dev.grok.theory.GradientFlow.Equation;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/** dE/dt of the effective loss on a backend, and what its integrators have in common. */
final class FlowField {
  private final List<Parallelograms> parallelograms;
  private final Averaging averaging;
  private final Equation equation;

  FlowField(List<Parallelograms> parallelograms, Averaging averaging, Equation equation) {
    if (parallelograms.isEmpty()) {
      throw new GrokException("a gradient flow needs at least one set of parallelograms");
    }
    parallelograms.forEach(set -> Representations.requireSameP(parallelograms.get(0).p(), set.p()));
    this.parallelograms = List.copyOf(parallelograms);
    this.averaging = averaging;
    this.equation = equation;
  }

  /** One loss for all replicas, or one for each. */
  List<EffectiveLoss> losses() {
    return parallelograms.stream().map(set -> new EffectiveLoss(set, averaging)).toList();
  }

  /** The start [R][p][d] as a tensor [R, p, d]. */
  Tensor upload(MemoryScope scope, double[][][] start, int d) {
    Tensor e = scope.floats("E", start.length, start[0].length, d);
    e.write(
        Arrays.stream(start)
            .flatMapToDouble(r -> Arrays.stream(Representations.flatten(r, d)))
            .toArray());
    return e;
  }

  /**
   * Kernel calls that write dE/dt.
   *
   * @param start [R][p][d], whose Z₀ is kept unless the equation is exact
   * @param derivative [R, p, d], overwritten
   * @param e [R, p, d], read
   */
  Runnable evaluation(MemoryScope scope, double[][][] start, Tensor derivative, Tensor e) {
    return evaluation(new Constants(scope, start), derivative, e);
  }

  /** What all evaluations of one flow share. */
  final class Constants {
    private final Kernels kernels;
    private final Tensor gram;
    private final Tensor pull;
    private final Tensor l0;
    private final Tensor z0;
    private final Tensor shrink;
    private final Tensor growth;
    private final Tensor rate;
    private final Tensor minus;

    Constants(MemoryScope scope, double[][][] start) {
      int replicas = start.length;
      kernels = scope.kernels();
      gram = gram(scope);
      pull = scope.floats("A^T A E", replicas, start[0].length, start[0][0].length);
      l0 = scope.floats("R^T A^T A R", replicas);
      shrink = scope.floats("-shrink", replicas);
      growth = scope.floats("growth", replicas);
      rate = perReplica(scope, "-2 weight", replicas, r -> -2 * averaging.weight(set(r)));
      minus = perReplica(scope, "-1", 1, r -> -1);
      z0 = perReplica(scope, "Z0", replicas, r -> EffectiveLoss.z0(start[r]));
    }
  }

  /** The same with constants that several evaluations share. */
  Runnable evaluation(Constants c, Tensor derivative, Tensor e) {
    Kernels kernels = c.kernels;
    return () -> {
      kernels.matmul(c.pull, c.gram, e, Transpose.NONE, Write.OVERWRITE);
      if (equation == Equation.EXACT) {
        kernels.dot(c.z0, e, e);
      }
      kernels.divide(c.shrink, c.rate, c.z0);
      kernels.scale(derivative, c.pull, c.shrink);
      if (equation != Equation.LINEAR) {
        kernels.dot(c.l0, e, c.pull);
        kernels.multiply(c.growth, c.shrink, c.l0);
        kernels.divide(c.growth, c.growth, c.z0);
        kernels.multiply(c.growth, c.growth, c.minus);
        kernels.addScaled(derivative, derivative, c.growth, e);
      }
    };
  }

  private Parallelograms set(int replica) {
    return parallelograms.get(parallelograms.size() == 1 ? 0 : replica);
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

  static Tensor perReplica(
      MemoryScope scope, String name, int replicas, IntToDoubleFunction value) {
    Tensor tensor = scope.floats(name, replicas);
    tensor.write(IntStream.range(0, replicas).mapToDouble(value).toArray());
    return tensor;
  }

  /** Checks the start [R][p][d] and returns d. */
  int requireStart(double[][][] start) {
    int p = parallelograms.get(0).p();
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

  static void requireAscending(String what, double[] values, String shown) {
    double former = 0;
    for (double value : values) {
      if (!(value >= former) || value == Double.POSITIVE_INFINITY) {
        throw new GrokException("%s must ascend from 0 on: %s".formatted(what, shown));
      }
      former = value;
    }
  }

  /** The tensor [R, p, d] as [R][p][d]. */
  static double[][][] download(Tensor e) {
    double[] flat = e.doubles();
    int replicas = e.shape().axis(0);
    int p = e.shape().axis(1);
    int d = e.shape().axis(2);
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
