package dev.grok.theory.flow;

import dev.grok.theory.internal.Rows;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The states that a {@link GradientFlow} or {@link AdaptiveFlow} passed through, and how far Z₀ and
 * C drifted, which it should conserve. Steps that are too large show as drift, or as NaN once the
 * flow has diverged.
 */
public final class Trajectory {
  private final List<EffectiveLoss> losses; // one, or one for each replica
  private final double[][][] start; // [R][p][d]
  private final double[] times;
  private final double[][][][] states; // [S][R][p][d]

  Trajectory(
      List<EffectiveLoss> losses, double[][][] start, double[] times, double[][][][] states) {
    this.losses = losses;
    this.start = Arrays.stream(start).map(Rows::copy).toArray(double[][][]::new);
    this.times = times.clone();
    this.states = states;
  }

  /** The times asked for, [S]. */
  public double[] times() {
    return times.clone();
  }

  /** Number of representations that flowed. */
  public int replicas() {
    return start.length;
  }

  /** The state of a replica at the s-th of the times, [p][d]. */
  public double[][] state(int s, int replica) {
    return Rows.copy(states[s][replica]);
  }

  /** ℓ_eff of that state, with the averaging of the flow. */
  public double effectiveLoss(int s, int replica) {
    return losses.get(losses.size() == 1 ? 0 : replica).value(states[s][replica]);
  }

  /** Z₀ = Σ|E_k|² of that state (paper, Eq. 6). */
  public double z0(int s, int replica) {
    return EffectiveLoss.z0(states[s][replica]);
  }

  /** C = Σ E_k of that state (paper, Eq. 6), [d]. */
  public double[] c(int s, int replica) {
    return EffectiveLoss.c(states[s][replica]);
  }

  /** The largest |Z₀(t)/Z₀(0) - 1| at the times asked for. */
  public double z0Drift(int replica) {
    double z0 = EffectiveLoss.z0(start[replica]);
    return IntStream.range(0, times.length)
        .mapToDouble(s -> Math.abs(z0(s, replica) / z0 - 1))
        .max()
        .orElse(0);
  }

  /** The largest |C(t) - C(0)|/√Z₀(0) at the times asked for, in any dimension. */
  public double cDrift(int replica) {
    double[] c0 = EffectiveLoss.c(start[replica]);
    double scale = Math.sqrt(EffectiveLoss.z0(start[replica]));
    return IntStream.range(0, times.length * c0.length)
        .mapToDouble(k -> c(k / c0.length, replica)[k % c0.length] - c0[k % c0.length])
        .map(change -> Math.abs(change) / scale)
        .max()
        .orElse(0);
  }
}
