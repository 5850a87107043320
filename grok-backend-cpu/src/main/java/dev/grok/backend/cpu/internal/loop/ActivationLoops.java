package dev.grok.backend.cpu.internal.loop;

/** Activations and their gradients. */
public class ActivationLoops {
  /** {@code x = max(x, 0)}; NaN stays NaN. */
  public void relu(float[] x, int i, int n) {
    for (int j = i; j < i + n; j++) {
      x[j] = x[j] <= 0 ? 0 : x[j];
    }
  }

  /** {@code dIn = dOut}, and 0 where {@code out <= 0}. */
  public void reluBackward(float[] dIn, int i, float[] dOut, int o, float[] out, int io, int n) {
    for (int j = 0; j < n; j++) {
      dIn[i + j] = out[io + j] <= 0 ? 0 : dOut[o + j];
    }
  }

  /** {@code x = slope x} where it is not positive. */
  public void leakyRelu(float[] x, int i, float slope, int n) {
    for (int j = i; j < i + n; j++) {
      x[j] = x[j] <= 0 ? slope * x[j] : x[j];
    }
  }

  /** {@code dIn = dOut} where {@code out > 0}, else {@code slope dOut}. */
  public void leakyReluBackward(
      float[] dIn, int i, float[] dOut, int o, float[] out, int io, float slope, int n) {
    for (int j = 0; j < n; j++) {
      dIn[i + j] = out[io + j] <= 0 ? slope * dOut[o + j] : dOut[o + j];
    }
  }

  /**
   * {@code out = tanh(in + bias)}, where the bias repeats.
   *
   * @param bias {@code period} elements, followed by its first sixteen once more
   * @param b where in the bias to begin
   * @param period the length of the bias, sixteen or more
   */
  public void biasTanh(
      float[] out, int o, float[] in, int i, float[] bias, int b, int period, int n) {
    addBias(out, o, in, i, bias, b, period, n);
    for (int j = o; j < o + n; j++) {
      out[j] = FloatMath.tanh(out[j]);
    }
  }

  /** {@code dIn = dOut (1 - out²)}. */
  public void tanhBackward(float[] dIn, int i, float[] dOut, int o, float[] out, int io, int n) {
    if (i == o && i == io) {
      tanhBackward(dIn, dOut, out, i, n);
      return;
    }
    for (int j = 0; j < n; j++) {
      float y = out[io + j];
      dIn[i + j] = dOut[o + j] * Math.fma(-y, y, 1f);
    }
  }

  /** With one index for all arrays the compiler sees that they do not overlap, and vectorizes. */
  private static void tanhBackward(float[] dIn, float[] dOut, float[] out, int from, int n) {
    for (int j = from; j < from + n; j++) {
      dIn[j] = dOut[j] * Math.fma(-out[j], out[j], 1f);
    }
  }

  /** {@code out = gelu(in + bias)}, where the bias repeats as in {@link #biasTanh}. */
  public void biasGelu(
      float[] out, int o, float[] in, int i, float[] bias, int b, int period, int n) {
    addBias(out, o, in, i, bias, b, period, n);
    for (int j = o; j < o + n; j++) {
      out[j] = Gauss.gelu(out[j]);
    }
  }

  /** {@code out = Φ(x)}, the normal distribution function. */
  public void distribution(float[] out, int o, float[] x, int i, int n) {
    for (int j = 0; j < n; j++) {
      out[o + j] = Gauss.distribution(x[i + j]);
    }
  }

  /**
   * {@code dIn = dOut (Φ(x) + x φ(x))}.
   *
   * @param distribution Φ(x), from {@link #distribution}
   */
  public void geluBackward(
      float[] dIn,
      int id,
      float[] dOut,
      int o,
      float[] x,
      int i,
      float[] distribution,
      int ip,
      int n) {
    for (int j = 0; j < n; j++) {
      float slope = Math.fma(x[i + j], Gauss.density(x[i + j]), distribution[ip + j]);
      dIn[id + j] = dOut[o + j] * slope;
    }
  }

  /** {@code out = in + bias}, where the bias repeats as in {@link #biasTanh}. */
  private static void addBias(
      float[] out, int o, float[] in, int i, float[] bias, int b, int period, int n) {
    int at = b;
    for (int j = 0; j < n; j++) {
      out[o + j] = in[i + j] + bias[at];
      at = at + 1 == period ? 0 : at + 1;
    }
  }
}
