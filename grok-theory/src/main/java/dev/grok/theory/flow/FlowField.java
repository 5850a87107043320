package dev.grok.theory.flow;

import dev.grok.api.GrokException;
import dev.grok.api.Tensor;
import dev.grok.api.backend.MemoryScope;
import dev.grok.api.kernel.Kernels;
import dev.grok.api.kernel.Transpose;
import dev.grok.api.kernel.Write;
import dev.grok.theory.internal.Require;
import dev.grok.theory.internal.Rows;
import dev.grok.theory.parallelogram.Averaging;
import dev.grok.theory.parallelogram.Parallelograms;
import dev.grok.theory.rank.EquationMatrix;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/** dE/dt of the effective loss on a backend, and what both integrators need besides. */
final class FlowField {
  private final List<Parallelograms> parallelograms; // one set, or one for each replica
  private final Averaging averaging;
  private final FlowEquation equation;

  FlowField(List<Parallelograms> parallelograms, Averaging averaging, FlowEquation equation) {
    if (parallelograms.isEmpty()) {
      throw new GrokException("a gradient flow needs at least one set of parallelograms");
    }
    parallelograms.forEach(set -> Require.sameP(parallelograms.get(0).p(), set.p()));
    this.parallelograms = List.copyOf(parallelograms);
    this.averaging = averaging;
    this.equation = equation;
  }

  /** One loss for all replicas, or one for each. */
  List<EffectiveLoss> losses() {
    return parallelograms.stream().map(set -> new EffectiveLoss(set, averaging)).toList();
  }

  /** The start [R][p][d] as a tensor [R, p, d]. */
  static Tensor upload(MemoryScope scope, double[][][] start) {
    Tensor e = scope.floats("E", start.length, start[0].length, start[0][0].length);
    e.write(Arrays.stream(start).map(Rows::flatten).flatMapToDouble(Arrays::stream).toArray());
    return e;
  }

  /** dE/dt as kernel calls, with the tensors that all evaluations of one flow share. */
  final class Derivative {
    private final Kernels kernels;
    private final Tensor gram;
    private final Tensor pull;
    private final Tensor l0;
    private final Tensor z0;
    private final Tensor shrink;
    private final Tensor growth;
    private final Tensor rate;
    private final Tensor minus;

    /**
     * Allocates the tensors.
     *
     * @param start [R][p][d], whose Z₀ is kept unless the equation is exact
     */
    Derivative(MemoryScope scope, double[][][] start) {
      int replicas = start.length;
      kernels = scope.kernels();
      gram = gram(scope);
      pull = scope.floats("A^T A E", replicas, start[0].length, start[0][0].length);
      l0 = scope.floats("R^T A^T A R", replicas);
      shrink = scope.floats("-shrink", replicas);
      growth = scope.floats("growth", replicas);
      rate = perReplica(scope, "-2 weight", replicas, r -> -2 * averaging.weight(set(r).size()));
      minus = perReplica(scope, "-1", 1, r -> -1);
      z0 = perReplica(scope, "Z0", replicas, r -> EffectiveLoss.z0(start[r]));
    }

    /**
     * Writes dE/dt.
     *
     * @param derivative [R, p, d], overwritten
     * @param e [R, p, d], read
     */
    void evaluate(Tensor derivative, Tensor e) {
      kernels.matmul(pull, gram, e, Transpose.NONE, Write.OVERWRITE);
      if (equation == FlowEquation.EXACT) {
        kernels.dot(z0, e, e);
      }
      kernels.divide(shrink, rate, z0);
      kernels.scale(derivative, pull, shrink);
      if (equation != FlowEquation.LINEAR) {
        kernels.dot(l0, e, pull);
        kernels.multiply(growth, shrink, l0);
        kernels.divide(growth, growth, z0);
        kernels.multiply(growth, growth, minus);
        kernels.addScaled(derivative, derivative, growth, e);
      }
    }
  }

  private Parallelograms set(int replica) {
    return parallelograms.get(parallelograms.size() == 1 ? 0 : replica);
  }

  /** AᵀA, [R, p, p], or [1, p, p] if all replicas share a set. */
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

  /** Checks the start, [R][p][d]. */
  void requireStart(double[][][] start) {
    int p = parallelograms.get(0).p();
    if (start.length == 0
        || (parallelograms.size() != 1 && parallelograms.size() != start.length)) {
      throw new GrokException(
          "%d initial representations do not fit %d sets of parallelograms"
              .formatted(start.length, parallelograms.size()));
    }
    int d = Rows.dimensions(start[0], p);
    for (int r = 0; r < start.length; r++) {
      if (Rows.dimensions(start[r], p) != d) {
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
  }

  /** The tensor [R, p, d] as [R][p][d]. */
  static double[][][] download(Tensor e) {
    double[] flat = e.doubles();
    int p = e.shape().axis(1);
    int d = e.shape().axis(2);
    double[][][] states = new double[e.shape().axis(0)][][];
    for (int r = 0; r < states.length; r++) {
      states[r] = Rows.of(flat, r * p * d, p, d);
    }
    return states;
  }
}
