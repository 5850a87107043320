package dev.grok.backend.cpu.internal.primitive;

/** One step of Adam on one number, and on a range that has the same indices in all four arrays. */
final class ScalarAdam {
  private ScalarAdam() {}

  /**
   * As {@link Primitives#adam} in two loops with one index: only so does the compiler see that the
   * arrays do not overlap, and only loops as short as these does it vectorize.
   */
  static void update(
      AdamStep step, float[] parameter, float[] m, float[] v, float[] gradient, int from, int n) {
    for (int i = from; i < from + n; i++) {
      float g = Math.fma(step.l2, parameter[i], gradient[i]);
      m[i] = mean(step, m[i], g);
      v[i] = square(step, v[i], g);
    }
    for (int i = from; i < from + n; i++) {
      parameter[i] = parameter(step, parameter[i], m[i], v[i]);
    }
  }

  static float mean(AdamStep step, float m, float g) {
    return Math.fma(g - m, step.oneMinusBeta1, m);
  }

  /** v - (1 - β₂) v, not β₂ v: β₂ near 1 would lose its digits in float32. */
  static float square(AdamStep step, float v, float g) {
    return Math.fma(step.oneMinusBeta2 * g, g, Math.fma(-step.oneMinusBeta2, v, v));
  }

  static float parameter(AdamStep step, float p, float m, float v) {
    float denominator = Math.fma((float) Math.sqrt(v), step.rootCorrection, step.epsilon);
    return Math.fma(-step.stepSize, m / denominator, p * step.keep);
  }
}
