package dev.grok.theory.flow;

import dev.grok.api.GrokException;
import dev.grok.api.Tensor;
import dev.grok.api.backend.Backend;
import dev.grok.api.backend.MemoryScope;
import dev.grok.api.backend.Recording;
import dev.grok.api.kernel.Kernels;
import dev.grok.theory.internal.DormandPrince;
import dev.grok.theory.internal.Require;
import dev.grok.theory.parallelogram.Averaging;
import dev.grok.theory.parallelogram.Parallelograms;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The gradient flow of the effective loss (paper, Eq. 4) on a backend, with the error of every step
 * kept below a tolerance (Dormand and Prince). Each replica has steps of its own. Only the
 * estimates of the errors go to the host.
 */
public final class AdaptiveFlow {
  private static final int MOST_STEPS = 1_000_000;

  private final FlowField field;
  private final double tolerance;

  /**
   * A flow.
   *
   * @param parallelograms one set for all replicas, or one for each, all of the same p
   * @param tolerance error of a step, as a share of √Z₀; not below the precision of the backend
   *     (some 1e-6 in float32)
   */
  public AdaptiveFlow(
      List<Parallelograms> parallelograms,
      Averaging averaging,
      FlowEquation equation,
      double tolerance) {
    field = new FlowField(parallelograms, averaging, equation);
    Require.tolerance(tolerance);
    this.tolerance = tolerance;
  }

  /**
   * Runs it from the given representations.
   *
   * @param start [R][p][d]; finite and not zero
   * @param times at which the state is wanted, ascending from 0 on
   * @throws GrokException if the start has the wrong shape, is zero or is not finite, or a step
   *     becomes too small
   */
  public Trajectory run(Backend backend, double[][][] start, double... times) {
    field.requireStart(start);
    Require.ascending("times", times, Arrays.toString(times));
    double[][][][] states = new double[times.length][][][];
    try (MemoryScope scope = backend.scope("adaptive flow");
        Stepper stepper = new Stepper(backend, scope, start)) {
      for (int s = 0; s < times.length; s++) {
        stepper.advance(times[s]);
        states[s] = FlowField.download(stepper.e);
      }
    }
    return new Trajectory(field.losses(), start, times, states);
  }

  private final class Stepper implements AutoCloseable {
    private final Kernels kernels;
    private final int replicas;
    private final Tensor e;
    private final Tensor proposal;
    private final Tensor h;
    private final Tensor squaredError;
    private final Tensor squaredNorm;
    private final Recording attempt;
    private final double[] t;
    private final double[] wanted; // step sizes

    Stepper(Backend backend, MemoryScope scope, double[][][] start) {
      kernels = backend.kernels();
      replicas = start.length;
      e = FlowField.upload(scope, start);
      int[] shape = e.shape().toArray();
      proposal = scope.floats("proposed E", shape);
      Tensor error = scope.floats("error", shape);
      h = scope.floats("h", replicas);
      squaredError = scope.floats("squared error", replicas);
      squaredNorm = scope.floats("Z0", replicas);
      t = new double[replicas];
      wanted = new double[replicas];
      Arrays.fill(wanted, Double.POSITIVE_INFINITY); // the first step tries the whole way
      List<Runnable> calls = new ArrayList<>();
      FlowField.Derivative derivative = field.new Derivative(scope, start);
      Tensor[] k = new Tensor[DormandPrince.STAGES];
      Tensor factor = scope.floats("h times weight", replicas);
      for (int stage = 0; stage < k.length; stage++) {
        k[stage] = scope.floats("stage " + stage, shape);
        calls.add(() -> kernels.copy(proposal, e));
        for (int earlier = 0; earlier < stage; earlier++) {
          add(scope, calls, factor, DormandPrince.weight(stage, earlier), proposal, k[earlier]);
        }
        Tensor slope = k[stage];
        calls.add(() -> derivative.evaluate(slope, proposal));
      }
      calls.add(() -> kernels.fill(error, 0));
      for (int stage = 0; stage < k.length; stage++) {
        add(scope, calls, factor, DormandPrince.error(stage), error, k[stage]);
      }
      calls.add(() -> kernels.dot(squaredError, error, error));
      calls.add(() -> kernels.dot(squaredNorm, e, e));
      attempt = backend.record(() -> calls.forEach(Runnable::run));
    }

    /** {@code sum += h weight k}. */
    private void add(
        MemoryScope scope,
        List<Runnable> calls,
        Tensor factor,
        double weight,
        Tensor sum,
        Tensor k) {
      if (weight != 0) {
        Tensor constant = FlowField.perReplica(scope, "weight", 1, r -> weight);
        calls.add(() -> kernels.multiply(factor, h, constant));
        calls.add(() -> kernels.addScaled(sum, sum, factor, k));
      }
    }

    void advance(double to) {
      double[] step = new double[replicas];
      for (int count = 0; Arrays.stream(t).anyMatch(now -> now < to); count++) {
        for (int r = 0; r < replicas; r++) {
          step[r] = t[r] < to ? Math.min(wanted[r], to - t[r]) : 0;
          if (count == MOST_STEPS || (t[r] < to && !(t[r] + step[r] > t[r]))) {
            throw new GrokException(
                ("the flow of representation %d cannot be followed beyond t = %s with tolerance"
                        + " %s: allow a larger error, or use a more precise backend")
                    .formatted(r, t[r], tolerance));
          }
        }
        h.write(step);
        attempt.run(1);
        double[] error = squaredError.doubles();
        double[] norm = squaredNorm.doubles();
        for (int r = 0; r < replicas; r++) {
          if (step[r] > 0) {
            double relative = Math.sqrt(error[r] / norm[r]) / tolerance;
            if (relative <= 1) {
              kernels.copy(e.slice(r, r + 1), proposal.slice(r, r + 1));
              t[r] = step[r] == to - t[r] ? to : t[r] + step[r];
            }
            double next = step[r] * DormandPrince.factor(relative);
            // A step that was cut short to end at a time asked for does not limit later ones.
            wanted[r] = relative <= 1 && step[r] < wanted[r] ? Math.max(wanted[r], next) : next;
            if (wanted[r] == Double.POSITIVE_INFINITY) {
              wanted[r] = next;
            }
          }
        }
      }
    }

    @Override
    public void close() {
      attempt.close();
    }
  }
}
