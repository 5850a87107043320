package dev.grok.backend.cpu.internal.primitive;

/**
 * The loops of activations, layer normalisation, dropout and attention; the rules are those of
 * {@link Primitives}.
 */
public interface LayerPrimitives {
  /** {@code out = x} where {@code x = in + bias} is positive, else {@code slope x}. */
  void biasLeakyRelu(
      float[] out, int o, float[] in, int i, float[] bias, int ib, float slope, int n);

  /** {@code dIn = dOut} where {@code out > 0}, else {@code slope dOut}. */
  void leakyReluBackward(
      float[] dIn, int i, float[] dOut, int o, float[] out, int io, float slope, int n);

  /** {@code out = gelu(in + bias)}. */
  void biasGelu(float[] out, int o, float[] in, int i, float[] bias, int ib, int n);

  /** {@code dIn = dOut gelu'(in + bias)}. */
  void geluBackward(
      float[] dIn, int id, float[] dOut, int o, float[] in, int i, float[] bias, int ib, int n);

  /** Adds every {@code (in - mean)²} to its lane, the square and the sum rounded once. */
  void squaredDeviations(float[] lanes, float[] in, int i, float mean, int n);

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
   * Adds every {@code g = dOut weight} to its lane, and every {@code g x} to its lane of the other
   * sums, with x as in {@link #normalize}.
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

  /** {@code dWeight += dOut x, dBias += dOut}. */
  void normalizationParameters(
      float[] dWeight,
      int idw,
      float[] dBias,
      int idb,
      float[] dOut,
      int o,
      float[] in,
      int i,
      float mean,
      float inverseDeviation,
      int n);

  /**
   * {@code out = scale in} where the uniform number of the element is at least {@code rate}, else
   * 0.
   *
   * @param first the index of the first number; a multiple of four
   */
  void dropout(
      float[] out,
      int o,
      float[] in,
      int i,
      float rate,
      float scale,
      long seed,
      long stream,
      int first,
      int n);
}
