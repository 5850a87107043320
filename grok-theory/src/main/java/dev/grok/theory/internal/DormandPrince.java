package dev.grok.theory.internal;

/**
 * The embedded Runge-Kutta pair of orders 5 and 4 of Dormand and Prince (A family of embedded
 * Runge-Kutta formulae, 1980) and the usual control of its step.
 */
public final class DormandPrince {
  /** Number of stages. */
  public static final int STAGES = 7;

  /** Weights of the earlier stages in the state of each stage; the last row is the fifth order. */
  private static final double[][] A = {
    {},
    {1 / 5.0},
    {3 / 40.0, 9 / 40.0},
    {44 / 45.0, -56 / 15.0, 32 / 9.0},
    {19372 / 6561.0, -25360 / 2187.0, 64448 / 6561.0, -212 / 729.0},
    {9017 / 3168.0, -355 / 33.0, 46732 / 5247.0, 49 / 176.0, -5103 / 18656.0},
    {35 / 384.0, 0, 500 / 1113.0, 125 / 192.0, -2187 / 6784.0, 11 / 84.0}
  };

  /** Fifth less fourth order. */
  private static final double[] ERROR = {
    71 / 57600.0, 0, -71 / 16695.0, 71 / 1920.0, -17253 / 339200.0, 22 / 525.0, -1 / 40.0
  };

  private static final double SAFETY = 0.9;
  private static final double LEAST = 0.2;
  private static final double MOST = 5;
  private static final double ORDER = 5;

  private DormandPrince() {}

  /** Weight of an earlier stage in the state at which a stage is evaluated. */
  public static double weight(int stage, int earlier) {
    return A[stage][earlier];
  }

  /** When within the step a stage is evaluated: the sum of its weights. */
  public static double node(int stage) {
    double sum = 0;
    for (double weight : A[stage]) {
      sum += weight;
    }
    return sum;
  }

  /** Weight of a stage in the estimate of the error. */
  public static double error(int stage) {
    return ERROR[stage];
  }

  /**
   * What the step is to be multiplied by.
   *
   * @param error estimated error in units of what is allowed; NaN shrinks the step
   */
  public static double factor(double error) {
    if (Double.isNaN(error)) {
      return LEAST;
    }
    return Math.min(MOST, Math.max(LEAST, SAFETY * Math.pow(error, -1 / ORDER)));
  }
}
