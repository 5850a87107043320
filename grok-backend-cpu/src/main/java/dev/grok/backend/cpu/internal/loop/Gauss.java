package dev.grok.backend.cpu.internal.loop;

/** The error function in single precision, as exactly repeatable as {@link FloatMath}. */
public final class Gauss {
  /** From this x on, erf(x / √2) is 1 in single precision; so is the quotient below at this x. */
  public static final float ONE = 0x1.600006p2f; // 5.5

  // erf(x / √2) = x (P0 + P1 x² + ...) / (1 + Q1 x² + ...) for |x| <= 5.6; its minimax relative
  // error is 2.2e-8. All coefficients are positive, so nothing cancels.
  public static final float P0 = 0.7978845438606136f;
  public static final float P1 = 0.0678536018956345f;
  public static final float P2 = 0.009354360007944033f;
  public static final float P3 = 0.0003378045644823718f;
  public static final float P4 = 1.2578451281349557e-05f;
  public static final float P5 = 4.459374031148769e-08f;
  public static final float Q1 = 0.25170820694489504f;
  public static final float Q2 = 0.02867619534848621f;
  public static final float Q3 = 0.0018853399101355878f;
  public static final float Q4 = 7.333364006830604e-05f;
  public static final float Q5 = 1.1796000949795218e-06f;

  /** 1 / √(2π). */
  public static final float DENSITY = 0.3989422804014327f;

  private Gauss() {}

  /** erf(x / √2) = 2 Φ(x) - 1. */
  public static float erf(float x) {
    float y = Math.max(Math.min(x, ONE), -ONE);
    float t = y * y;
    float p = Math.fma(P5, t, P4);
    p = Math.fma(p, t, P3);
    p = Math.fma(p, t, P2);
    p = Math.fma(p, t, P1);
    p = Math.fma(p, t, P0);
    float q = Math.fma(Q5, t, Q4);
    q = Math.fma(q, t, Q3);
    q = Math.fma(q, t, Q2);
    q = Math.fma(q, t, Q1);
    q = Math.fma(q, t, 1f);
    return Math.max(Math.min(y * p / q, 1f), -1f);
  }

  /** x Φ(x). */
  public static float gelu(float x) {
    float half = 0.5f * x;
    return Math.fma(half, erf(x), half);
  }

  /** Φ(x). */
  public static float distribution(float x) {
    return Math.fma(0.5f, erf(x), 0.5f);
  }

  /** φ(x). */
  public static float density(float x) {
    return DENSITY * FloatMath.exp(-0.5f * (x * x));
  }
}
