package dev.grok.theory.flow;

import dev.grok.api.Tensor;
import dev.grok.api.backend.Backend;
import dev.grok.api.backend.MemoryScope;
import dev.grok.api.backend.Recording;
import dev.grok.api.kernel.Kernels;
import dev.grok.theory.internal.Require;
import dev.grok.theory.parallelogram.Averaging;
import dev.grok.theory.parallelogram.Parallelograms;
import java.util.Arrays;
import java.util.List;

/**
 * The gradient flow of the effective loss (paper, Eq. 4) in explicit Euler steps on a backend, as
 * the authors take them. Many representations and data sets flow at once: each is a replica. {@link
 * AdaptiveFlow} keeps the error of its steps under control instead.
 */
public final class GradientFlow {
  private final FlowField field;
  private final double eta;

  /**
   * A flow.
   *
   * @param parallelograms one set for all replicas, or one for each, all of the same p
   * @param eta step size η
   */
  public GradientFlow(
      List<Parallelograms> parallelograms, Averaging averaging, FlowEquation equation, double eta) {
    field = new FlowField(parallelograms, averaging, equation);
    Require.step(eta);
    this.eta = eta;
  }

  /**
   * Runs it from the given representations.
   *
   * @param start [R][p][d]; finite and not zero
   * @param steps at which the state is wanted, ascending from 0 on
   * @return the states; time is the number of steps times η
   * @throws dev.grok.api.GrokException if the start has the wrong shape, is zero or is not finite
   */
  public Trajectory run(Backend backend, double[][][] start, long... steps) {
    field.requireStart(start);
    double[] times = Arrays.stream(steps).mapToDouble(step -> step * eta).toArray();
    Require.ascending("steps", times, Arrays.toString(steps));
    double[][][][] states = new double[steps.length][][][];
    Kernels kernels = backend.kernels();
    try (MemoryScope scope = backend.scope("gradient flow")) {
      Tensor e = FlowField.upload(scope, start);
      Tensor slope = scope.floats("dE/dt", e.shape().toArray());
      Tensor step = scope.floats("eta", 1);
      step.write(eta);
      FlowField.Derivative derivative = field.new Derivative(scope, start);
      try (Recording euler =
          backend.record(
              () -> {
                derivative.evaluate(slope, e);
                kernels.addScaled(e, e, step, slope);
              })) {
        long done = 0;
        for (int s = 0; s < steps.length; s++) {
          euler.run(steps[s] - done);
          done = steps[s];
          states[s] = FlowField.download(e);
        }
      }
    }
    return new Trajectory(field.losses(), start, times, states);
  }
}
