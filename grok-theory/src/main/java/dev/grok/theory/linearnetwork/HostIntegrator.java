package dev.grok.theory.linearnetwork;

import dev.grok.api.GrokException;
import dev.grok.theory.internal.DormandPrince;
import dev.grok.theory.internal.Require;

/**
 * Integrates dx/dt = f(t, x) on the host in double precision, with steps of bounded error.
 *
 * @param tolerance error allowed per step, relative to the largest component of the state or to 1
 */
record HostIntegrator(double tolerance) {
  /** The right-hand side. */
  @FunctionalInterface
  interface Field {
    /** Writes dx/dt at time t. */
    void derivative(double t, double[] x, double[] out);
  }

  private static final int MOST_STEPS = 10_000_000;

  HostIntegrator {
    Require.tolerance(tolerance);
  }

  /** The state at a later time; the start is not changed. */
  double[] run(Field field, double[] start, double from, double to) {
    double[] x = start.clone();
    int n = x.length;
    double[][] k = new double[DormandPrince.STAGES][n];
    double[] y = new double[n];
    double t = from;
    double h = to - from;
    for (int step = 0; t < to; step++) {
      if (step == MOST_STEPS || !(t + h > t)) {
        throw new GrokException(
            "the flow cannot be followed beyond t = %s with tolerance %s".formatted(t, tolerance));
      }
      h = Math.min(h, to - t);
      boolean last = h == to - t;
      for (int stage = 0; stage < k.length; stage++) {
        for (int i = 0; i < n; i++) {
          double sum = 0;
          for (int earlier = 0; earlier < stage; earlier++) {
            sum += DormandPrince.weight(stage, earlier) * k[earlier][i];
          }
          y[i] = x[i] + h * sum;
        }
        field.derivative(t + DormandPrince.node(stage) * h, y, k[stage]);
      }
      double scale = 1;
      double error = 0;
      for (int i = 0; i < n; i++) {
        double sum = 0;
        for (int stage = 0; stage < k.length; stage++) {
          sum += DormandPrince.error(stage) * k[stage][i];
        }
        error = Math.max(error, Math.abs(h * sum)); // a NaN stays
        scale = Math.max(scale, Math.abs(x[i]));
      }
      error /= tolerance * scale;
      if (error <= 1) {
        System.arraycopy(y, 0, x, 0, n); // the last stage is evaluated at the new state
        t = last ? to : t + h;
      }
      h *= DormandPrince.factor(error);
    }
    return x;
  }
}
