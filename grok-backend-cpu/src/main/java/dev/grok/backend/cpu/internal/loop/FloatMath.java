package dev.grok.backend.cpu.internal.loop;

/**
 * exp and tanh in single precision by multiplications, additions, fused multiply-adds and one
 * division, all correctly rounded: the same bits on every machine, and lane by lane in SIMD code.
 */
public final class FloatMath {
  /** Below this x, exp is taken as zero: its value would soon be subnormal. */
  public static final float EXP_ZERO = -86f;

  public static final float LOG2_E = 0x1.715476p+0f;

  /** Added to a small number, it leaves the nearest integer in the low bits. */
  public static final float ROUND = 0x1.8p23f;

  /** Added to the bits of {@code n + ROUND}, it gives the exponent bits of 2ⁿ. */
  public static final int POWER = 127 - 0x4B400000;

  /** ln 2 = high + low. */
  public static final float LN2_HIGH = 0x1.62e43p-1f;

  public static final float LN2_LOW = -0x1.05c61p-29f;

  // exp r = 1 + r + r² (E0 + E1 r + ... + E4 r⁴) for |r| <= ln 2 / 2, minimax relative error 3e-9.
  public static final float E0 = 0x1.fffffcp-2f;
  public static final float E1 = 0x1.55549p-3f;
  public static final float E2 = 0x1.5558f6p-5f;
  public static final float E3 = 0x1.123a92p-7f;
  public static final float E4 = 0x1.6a231ap-10f;

  /** From this x on, tanh is 1 in single precision; so is the quotient below at this x. */
  public static final float TANH_ONE = 0x1.20a3dap3f; // 9.02

  // tanh x = x (1 + P1 x² + ...) / (1 + Q1 x² + ...) for |x| <= 9.02; its minimax relative error
  // is 2.2e-8. All coefficients are positive, so nothing cancels.
  public static final float P1 = 0.13382683663958772f;
  public static final float P2 = 0.0034974533511563113f;
  public static final float P3 = 2.063574927502214e-05f;
  public static final float P4 = 1.3384185797195933e-08f;
  public static final float Q1 = 0.46716004911394965f;
  public static final float Q2 = 0.025884344600837307f;
  public static final float Q3 = 0.00032885101903827206f;
  public static final float Q4 = 7.790206951485203e-07f;

  private FloatMath() {}

  /** e to the power x; x is at most zero but for rounding. */
  public static float exp(float x) {
    float shifted = Math.fma(x, LOG2_E, ROUND);
    float n = shifted - ROUND;
    float r = Math.fma(n, -LN2_HIGH, x);
    r = Math.fma(n, -LN2_LOW, r);
    float p = Math.fma(E4, r, E3);
    p = Math.fma(p, r, E2);
    p = Math.fma(p, r, E1);
    p = Math.fma(p, r, E0);
    p = Math.fma(p, r * r, r) + 1f;
    float power = Float.intBitsToFloat((Float.floatToRawIntBits(shifted) + POWER) << 23);
    return x < EXP_ZERO ? 0f : p * power;
  }

  /** The hyperbolic tangent, by operations that the compiler vectorizes. */
  public static float tanh(float x) {
    float y = Math.max(Math.min(x, TANH_ONE), -TANH_ONE);
    float t = y * y;
    float p = Math.fma(P4, t, P3);
    p = Math.fma(p, t, P2);
    p = Math.fma(p, t, P1);
    p = Math.fma(p, t, 1f);
    float q = Math.fma(Q4, t, Q3);
    q = Math.fma(q, t, Q2);
    q = Math.fma(q, t, Q1);
    q = Math.fma(q, t, 1f);
    return Math.max(Math.min(y * p / q, 1f), -1f);
  }
}
