package dev.grok.theory;

import dev.grok.api.Tensor;
import dev.grok.api.backend.Backend;
import dev.grok.api.backend.MemoryScope;
import dev.grok.api.backend.Recording;
import dev.grok.api.kernel.Kernels;
import java.util.Arrays;
import java.util.List;

/**
 * The gradient flow of the effective loss (paper, Eq. 4) in explicit Euler steps on a backend, for
 * many representations and many data sets at once: each is a replica. The authors step so; {@link
 * AdaptiveFlow} follows the equation itself.
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

  private final FlowField field;
  private final double eta;

  /**
   * A flow.
   *
   * @param parallelograms one set for all replicas, or one for each, all of the same p
   * @param eta step size η
   */
  public GradientFlow(
      List<Parallelograms> parallelograms, Averaging averaging, Equation equation, double eta) {
    field = new FlowField(parallelograms, averaging, equation);
    EffectiveLoss.requireStep(eta);
    this.eta = eta;
  }

  /**
   * Runs it from the given representations.
   *
   * @param start [R][p][d]; finite and not zero
   * @param steps at which the state is wanted, ascending from 0 on
   * @return its times are steps times η
   * @throws dev.grok.api.GrokException if the start has the wrong shape, is zero or is not finite
   */
  public Trajectory run(Backend backend, double[][][] start, long... steps) {
    int d = field.requireStart(start);
    double[] times = Arrays.stream(steps).mapToDouble(step -> step * eta).toArray();
    FlowField.requireAscending("steps", times, Arrays.toString(steps));
    double[][][][] states = new double[steps.length][][][];
    Kernels kernels = backend.kernels();
    try (MemoryScope scope = backend.scope("gradient flow")) {
      Tensor e = field.upload(scope, start, d);
      Tensor derivative = scope.floats("dE/dt", e.shape().toArray());
      Tensor step = scope.floats("eta", 1);
      step.write(eta);
      Runnable evaluate = field.evaluation(scope, start, derivative, e);
      try (Recording euler =
          backend.record(
              () -> {
                evaluate.run();
                kernels.addScaled(e, e, step, derivative);
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
