package dev.grok.backend.cpu.internal.loop;

/**
 * Softmax of rows, and of the columns of a matrix whose rows arrive block by block (online softmax,
 * Milakov and Gimelshein, 2018).
 *
 * <p>The statistics of columns are three rows of {@code ld} elements: the maximum and the sum of
 * exponentials so far, and the correction, by which the last block changed what came before.
 */
public class SoftmaxLoops {
  /** The largest element, or minus infinity; NaN counts as above or below all others. */
  public float maximum(float[] in, int i, int n) {
    float max = Float.NEGATIVE_INFINITY;
    for (int j = 0; j < n; j++) {
      max = in[i + j] > max ? in[i + j] : max;
    }
    return max;
  }

  /**
   * {@code out = exp(in - shift)}, where the difference is at most zero but for rounding; adds each
   * to its lane as well.
   */
  public void exp(float[] lanes, float[] out, int o, float[] in, int i, float shift, int n) {
    for (int j = 0; j < n; j++) {
      float y = FloatMath.exp(in[i + j] - shift);
      out[o + j] = y;
      lanes[j % Lanes.COUNT] += y;
    }
  }

  /** {@code out = (in / divisor) factor}. */
  public void divideAndScale(
      float[] out, int o, float[] in, int i, float divisor, float factor, int n) {
    for (int j = 0; j < n; j++) {
      out[o + j] = in[i + j] / divisor * factor;
    }
  }

  /**
   * The first half of a block's step: {@code max = max(former max, column of s)} and {@code
   * correction = former max - max}.
   *
   * @param s a block of scores whose rows lie {@code ld} apart
   */
  public void columnMaxima(
      float[] s, int is, int rows, int columns, int ld, float[] statistics, int ist) {
    columnMaxima(s, is, rows, 0, columns, ld, statistics, ist);
  }

  /** The columns from {@code first} (inclusive) to {@code last} (exclusive). */
  protected static void columnMaxima(
      float[] s, int is, int rows, int first, int last, int ld, float[] statistics, int ist) {
    for (int c = first; c < last; c++) {
      float former = statistics[ist + c];
      float max = former;
      for (int r = 0; r < rows; r++) {
        float x = s[is + r * ld + c];
        max = x > max ? x : max;
      }
      statistics[ist + c] = max;
      statistics[ist + 2 * ld + c] = former - max;
    }
  }

  /**
   * The second half, after the caller has replaced the correction by its exponential: {@code s =
   * exp(s - max)} and {@code sum = sum correction + Σ s}, row by row in ascending order.
   */
  public void columnWeights(
      float[] s, int is, int rows, int columns, int ld, float[] statistics, int ist) {
    columnWeights(s, is, rows, 0, columns, ld, statistics, ist);
  }

  /** The columns from {@code first} (inclusive) to {@code last} (exclusive). */
  protected static void columnWeights(
      float[] s, int is, int rows, int first, int last, int ld, float[] statistics, int ist) {
    for (int c = first; c < last; c++) {
      float max = statistics[ist + c];
      float sum = 0;
      for (int r = 0; r < rows; r++) {
        int at = is + r * ld + c;
        s[at] = FloatMath.exp(s[at] - max);
        sum += s[at];
      }
      float correction = statistics[ist + 2 * ld + c];
      statistics[ist + ld + c] = Math.fma(statistics[ist + ld + c], correction, sum);
    }
  }

  /** {@code d = p (d - dot) scale}: the gradient of a row of a softmax. */
  public void softmaxGradient(float[] d, int id, float[] p, int ip, float dot, float scale, int n) {
    for (int j = 0; j < n; j++) {
      d[id + j] = p[ip + j] * (d[id + j] - dot) * scale;
    }
  }
}
