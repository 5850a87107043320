package dev.grok.backend.cpu.internal.loop;

/**
 * The natural logarithm of positive finite doubles by additions, multiplications and divisions: the
 * same bits on every machine, and faster than {@link StrictMath}.
 */
public final class Logarithm {
  private static final double LN2 = 0.6931471805599453;

  /** The bits of √½: mantissas lie between √½ and √2. */
  private static final long ROOT_HALF = 0x3FE6A09E667F3BCDL;

  private Logarithm() {}

  /** ln x = e ln 2 + 2 (s + s³/3 + ...) with s = (m - 1) / (m + 1), to 1e-14 absolutely. */
  public static double of(double x) {
    if (!(x < Double.POSITIVE_INFINITY) || x < Double.MIN_NORMAL) {
      return StrictMath.log(x);
    }
    long bits = Double.doubleToRawLongBits(x);
    int exponent = (int) ((bits - ROOT_HALF) >> 52);
    double m = Double.longBitsToDouble(bits - ((long) exponent << 52));
    double s = (m - 1) / (m + 1);
    double t = s * s;
    double p = 1.0 / 17;
    p = p * t + 1.0 / 15;
    p = p * t + 1.0 / 13;
    p = p * t + 1.0 / 11;
    p = p * t + 1.0 / 9;
    p = p * t + 1.0 / 7;
    p = p * t + 1.0 / 5;
    p = p * t + 1.0 / 3;
    p = p * t + 1;
    return exponent * LN2 + 2 * s * p;
  }
}
