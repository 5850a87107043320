package dev.grok.backend.cpu.internal.primitive;

/**
 * The loops of activations, layer normalization, dropout and attention; the rules are those of
 * {@link Primitives}.
 */
public interface LayerPrimitives {
  /** {@code x = slope x} where it is not positive. */
  void leakyRelu(float[] x, int i, float slope, int n);

  /** {@code dIn = dOut} where {@code out > 0}, else {@code slope dOut}. */
  void leakyReluBackward(
      float[] dIn, int i, float[] dOut, int o, float[] out, int io, float slope, int n);

  /** {@code out = gelu(in + bias)}, where the bias repeats as in {@link Primitives#biasTanh}. */
  void biasGelu(float[] out, int o, float[] in, int i, float[] bias, int b, int period, int n);

  /** {@code out = Φ(x)}. */
  void distribution(float[] out, int o, float[] x, int i, int n);

  /**
   * {@code dIn = dOut (Φ(x) + x φ(x))}.
   *
   * @param distribution Φ(x), from a loop of its own
   */
  void geluBackward(
      float[] dIn,
      int id,
      float[] dOut,
      int o,
      float[] x,
      int i,
      float[] distribution,
      int ip,
      int n);

  /** {@code Σ in}, in sixteen lanes that are then in {@code lanes}. */
  float total(float[] lanes, float[] in, int i, int n);

  /**
   * {@code to[j] = row · rows[j]}, each in sixteen lanes.
   *
   * @param stride between the n rows
   * @param lanes to work in
   */
  void products(
      float[] to,
      int o,
      float[] row,
      int ir,
      float[] rows,
      int first,
      int stride,
      int n,
      int width,
      float[] lanes);

  /** {@code Σ (in - mean)²} in sixteen lanes, the square and the sum rounded once. */
  float squaredDeviations(float[] lanes, float[] in, int i, float mean, int n);

  /** {@code out = x weight + bias}, rounded once, with {@code x = (in - mean) inverseDeviation}. */
  void normalize(
      float[] out,
      int o,
      float[] in,
      int i,
      float mean,
      float inverseDeviation,
      float[] weight,
      int iw,
      float[] bias,
      int ib,
      int n);

  /**
   * Sets the lanes to the sums of {@code g = dOut weight}, and the others to those of {@code g x},
   * with x as in {@link #normalize}.
   */
  void normalizationSums(
      float[] lanesOfG,
      float[] lanesOfGx,
      float[] dOut,
      int o,
      float[] in,
      int i,
      float mean,
      float inverseDeviation,
      float[] weight,
      int iw,
      int n);

  /** {@code dIn = inverseDeviation (g - meanOfG - x meanOfGx)}, or adds it. */
  void normalizationBackward(
      float[] dIn,
      int id,
      float[] dOut,
      int o,
      float[] in,
      int i,
      float mean,
      float inverseDeviation,
      float[] weight,
      int iw,
      float meanOfG,
      float meanOfGx,
      boolean accumulate,
      int n);

  /**
   * {@code dWeight += dOut x, dBias += dOut} for rows that lie {@code ld} apart, one after the
   * other; each row has its own mean and inverse deviation.
   */
  void normalizationParameters(
      float[] dWeight,
      int idw,
      float[] dBias,
      int idb,
      float[] dOut,
      int o,
      float[] in,
      int i,
      float[] mean,
      int im,
      float[] inverseDeviation,
      int is,
      int rows,
      int ld,
      int n);

  /**
   * Words of {@link dev.grok.api.kernel.Philox}, one behind the other.
   *
   * @param first the index of the first; a multiple of four
   */
  void words(int[] words, long seed, long stream, int first, int n);

  /**
   * {@code out = scale in} where the uniform number of the word is at least {@code rate}, else 0.
   */
  void dropout(float[] out, int o, float[] in, int i, int[] words, float rate, float scale, int n);

  /**
   * The first half of a block of an online softmax down the columns of a matrix: max becomes the
   * larger of itself and the column of s, and correction the difference of the former one to it.
   *
   * @param s rows at distance ld
   * @param statistics max, sum and correction of all columns, ld elements each
   */
  void columnMaxima(float[] s, int is, int rows, int columns, int ld, float[] statistics, int ist);

  /**
   * The second half, when the correction has been replaced by its exponential: s becomes {@code
   * exp(s - max)}, and sum {@code sum correction + Σ exp(s - max)}, row by row in ascending order.
   */
  void columnWeights(float[] s, int is, int rows, int columns, int ld, float[] statistics, int ist);

  /** {@code d = p (d - dot) scale}: the gradient of a row of a softmax. */
  void softmaxGradient(float[] d, int id, float[] p, int ip, float dot, float scale, int n);
}
