package dev.grok.backend.cpu.internal.loop;

/** Parameter updates. */
public class OptimizerLoops {
  /** One step of Adam. */
  public void adam(
      AdamCoefficients step,
      float[] parameter,
      int ip,
      float[] m,
      int im,
      float[] v,
      int iv,
      float[] gradient,
      int ig,
      int n) {
    if (ip == im && ip == iv && ip == ig) {
      adamAtOneIndex(step, parameter, m, v, gradient, ip, n);
      return;
    }
    for (int i = 0; i < n; i++) {
      float p = parameter[ip + i];
      float g = Math.fma(step.l2, p, gradient[ig + i]);
      float m1 = firstMoment(step, m[im + i], g);
      float v1 = secondMoment(step, v[iv + i], g);
      m[im + i] = m1;
      v[iv + i] = v1;
      parameter[ip + i] = updated(step, p, m1, v1);
    }
  }

  /** One step of stochastic gradient descent with momentum. */
  public void sgd(
      SgdCoefficients step,
      float[] parameter,
      int ip,
      float[] buffer,
      int ib,
      float[] gradient,
      int ig,
      int n) {
    for (int i = 0; i < n; i++) {
      float p = parameter[ip + i];
      float g = Math.fma(step.l2, p, gradient[ig + i]);
      float b = Math.fma(step.momentum, buffer[ib + i], g);
      buffer[ib + i] = b;
      parameter[ip + i] = Math.fma(-step.learningRate, b, p * step.keep);
    }
  }

  /**
   * Adam at the same index of all arrays. With one index the compiler sees that the arrays do not
   * overlap, and it vectorizes only loops as short as these two.
   */
  private static void adamAtOneIndex(
      AdamCoefficients step,
      float[] parameter,
      float[] m,
      float[] v,
      float[] gradient,
      int from,
      int n) {
    for (int i = from; i < from + n; i++) {
      float g = Math.fma(step.l2, parameter[i], gradient[i]);
      m[i] = firstMoment(step, m[i], g);
      v[i] = secondMoment(step, v[i], g);
    }
    for (int i = from; i < from + n; i++) {
      parameter[i] = updated(step, parameter[i], m[i], v[i]);
    }
  }

  private static float firstMoment(AdamCoefficients step, float m, float g) {
    return Math.fma(g - m, step.oneMinusBeta1, m);
  }

  /** It takes v - (1 - β₂) v and not β₂ v: β₂ near 1 would lose its digits in float32. */
  private static float secondMoment(AdamCoefficients step, float v, float g) {
    return Math.fma(step.oneMinusBeta2 * g, g, Math.fma(-step.oneMinusBeta2, v, v));
  }

  private static float updated(AdamCoefficients step, float p, float m, float v) {
    float denominator = Math.fma((float) Math.sqrt(v), step.rootCorrection, step.epsilon);
    return Math.fma(-step.stepSize, m / denominator, p * step.keep);
  }
}
