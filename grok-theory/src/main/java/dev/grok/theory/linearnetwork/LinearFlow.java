package dev.grok.theory.linearnetwork;

import dev.grok.api.GrokException;
import java.util.Arrays;

/**
 * Gradient flow of a linear network (paper, appendix L) in the approximations that lead from the
 * actual loss to the effective one, integrated on the host in double precision with steps of
 * bounded error.
 *
 * @param equation which of the equations
 * @param etaA η_A of A and b, not negative
 * @param etaX η_x of the inputs, positive
 * @param gamma γ of the regularization, not negative
 */
public record LinearFlow(Equation equation, double etaA, double etaX, double gamma) {
  /** The right-hand sides, each an approximation of the one before. */
  public enum Equation {
    /** All of A, b and the inputs by the gradient of the loss (paper, Eqs. 36, 37, and 39). */
    FULL,
    /**
     * b(t) = (1 - e^(-S η_A t)) y for S samples: A r is left out of db/dt (Eqs. 38, 39; the paper
     * writes 2 η_A for one sample as well, which is right for two).
     */
    GIVEN_BIAS,
    /** Without the label: dA/dt = -η_A A (Σ r rᵀ + S γ), dr/dt = -η_x AᵀA r (Eq. 40). */
    INTERNAL,
    /** The same with A as at the start: η_A → 0, the adiabatic limit (before Eq. 41). */
    ADIABATIC
  }

  private static final double TOLERANCE = 1e-11;

  public LinearFlow {
    if (!(etaA >= 0 && etaX > 0 && gamma >= 0) || Double.isInfinite(etaA + etaX + gamma)) {
      throw new GrokException(
          "rates of a linear network must be finite, eta_A and gamma not negative, eta_x positive:"
              + " %s, %s, %s".formatted(etaA, gamma, etaX));
    }
  }

  /**
   * The network after a time.
   *
   * @param y label of all samples, [m]
   * @param t at least 0
   */
  public LinearNetwork run(LinearNetwork start, double[] y, double t) {
    if (!(t >= 0) || t == Double.POSITIVE_INFINITY) {
      throw new GrokException("time must be finite and not negative: " + t);
    }
    requireLabel(start, y);
    return start.unpack(
        new HostIntegrator(TOLERANCE)
            .run((now, x, out) -> derivative(start, y, now, x, out), start.pack(), 0, t));
  }

  /** dA/dt, db/dt and dr/dt at a time, as a network. */
  public LinearNetwork derivative(LinearNetwork at, double[] y, double t) {
    requireLabel(at, y);
    double[] x = at.pack();
    double[] out = new double[x.length];
    derivative(at, y, t, x, out);
    return at.unpack(out);
  }

  private static void requireLabel(LinearNetwork network, double[] y) {
    if (y.length != network.outputs()) {
      throw new GrokException(
          "a label of %d numbers does not fit %d outputs".formatted(y.length, network.outputs()));
    }
  }

  private void derivative(LinearNetwork shape, double[] y, double t, double[] x, double[] out) {
    int m = shape.outputs();
    int n = shape.inputs();
    int samples = shape.samples();
    int bAt = m * n;
    int rAt = bAt + m;
    Arrays.fill(out, 0);
    boolean labeled = equation == Equation.FULL || equation == Equation.GIVEN_BIAS;
    // The share of the label that the bias does not yet give.
    double left = equation == Equation.GIVEN_BIAS ? Math.exp(-samples * etaA * t) : 1;
    for (int s = 0; s < samples; s++) {
      for (int i = 0; i < m; i++) {
        double error = 0; // A r + b - y, or as much of it as the equation keeps
        for (int c = 0; c < n; c++) {
          error += x[i * n + c] * x[rAt + s * n + c];
        }
        if (labeled) {
          error += equation == Equation.FULL ? x[bAt + i] - y[i] : -left * y[i];
        }
        for (int c = 0; c < n; c++) {
          out[rAt + s * n + c] -= etaX * x[i * n + c] * error;
          if (equation != Equation.ADIABATIC) {
            out[i * n + c] -= etaA * (error * x[rAt + s * n + c] + gamma * x[i * n + c]);
          }
        }
        if (equation == Equation.FULL) {
          out[bAt + i] -= etaA * error;
        } else if (equation == Equation.GIVEN_BIAS && s == 0) {
          out[bAt + i] = samples * etaA * left * y[i];
        }
      }
    }
  }

  /**
   * Error of an approximation: the largest difference of |r - r'| between two equations, relative
   * to |r - r'| at the start, at evenly spaced times.
   *
   * @param start of two samples
   * @param until last time
   * @param times number of times, at least 1
   */
  public double errorOf(
      Equation approximation, LinearNetwork start, double[] y, double until, int times) {
    if (times < 1) {
      throw new GrokException("an error needs at least one time: " + times);
    }
    LinearFlow other = new LinearFlow(approximation, etaA, etaX, gamma);
    double error = 0;
    for (int k = 1; k <= times; k++) {
      double t = until * k / times;
      double difference = run(start, y, t).distance() - other.run(start, y, t).distance();
      error = Math.max(error, Math.abs(difference) / start.distance());
    }
    return error;
  }
}
