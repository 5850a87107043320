package dev.grok.backend.cpu.internal.primitive;

/**
 * What SIMD code does faster than scalar code: loops over ranges of float arrays. Every
 * implementation gives the same bits: element by element the same IEEE operations with the same
 * choice of fused multiply-add, and sums in {@value Lanes#COUNT} logical lanes.
 *
 * <p>An array is followed by the index at which its range begins; {@code n} is the length of all
 * ranges. A range that is written may be one that is read, not overlap it otherwise.
 */
public interface Primitives {
  /** One phrase for people. */
  String description();

  /** The loops of layers. */
  LayerPrimitives layers();

  /** Rows of a tile of a matrix product. */
  int tileRows();

  /** Vectors of {@link #lanes} columns of a tile of a matrix product. */
  int tileVectors();

  /** Columns of the narrowest tile: of b so many must be readable, whatever is stored. */
  int lanes();

  /** What one thread works with in {@link #tile}. */
  float[][] tileWork();

  /**
   * One tile of a matrix product: each element is a chain of fused multiply-adds over ascending k.
   * Element (r, p) of a lies at {@code aAt + r aRow + p aStep}, row p of b at {@code bAt + p
   * bStep}.
   *
   * @param rows 1 to {@link #tileRows}
   * @param columns 1 to {@link #tileVectors} times {@link #lanes}
   * @param mode how the chains begin and end
   * @param work from {@link #tileWork}
   */
  void tile(
      int k,
      float[] a,
      int aAt,
      int aRow,
      int aStep,
      float[] b,
      int bAt,
      int bStep,
      int rows,
      int columns,
      float[] c,
      int cAt,
      int ldc,
      Tile mode,
      float[][] work);

  /** Copies a block of a matrix: {@code to[i, j] = from[i, j]}. */
  void copyBlock(
      int rows, int columns, float[] to, int toAt, int toLd, float[] from, int fromAt, int fromLd);

  /** Transposes a block of a matrix: {@code to[j, i] = from[i, j]}. */
  void transposeBlock(
      int rows, int columns, float[] to, int toAt, int toLd, float[] from, int fromAt, int fromLd);

  /** {@code out = a + b}. */
  void add(float[] out, int o, float[] a, int ia, float[] b, int ib, int n);

  /**
   * Adds rows that lie {@code ld} apart one after the other: {@code out += in[0] + in[1] + ...}.
   */
  void addRows(float[] out, int o, float[] in, int i, int rows, int ld, int n);

  /** {@code out = a b}. */
  void multiply(float[] out, int o, float[] a, int ia, float[] b, int ib, int n);

  /** {@code out = a / b}. */
  void divide(float[] out, int o, float[] a, int ia, float[] b, int ib, int n);

  /** {@code out = factor in}. */
  void scale(float[] out, int o, float[] in, int i, float factor, int n);

  /** {@code out = a + factor b}, rounded once. */
  void addScaled(float[] out, int o, float[] a, int ia, float factor, float[] b, int ib, int n);

  /** {@code out = factor (a - b)}. */
  void scaledDifference(
      float[] out, int o, float[] a, int ia, float[] b, int ib, float factor, int n);

  /** {@code x = max(x, 0)}; NaN stays NaN. */
  void relu(float[] x, int i, int n);

  /**
   * {@code out = tanh(in + bias)}, where the bias repeats.
   *
   * @param b where in it to begin
   * @param period after which it begins again, sixteen or more; behind it sixteen elements more of
   *     the repetition
   */
  void biasTanh(float[] out, int o, float[] in, int i, float[] bias, int b, int period, int n);

  /** {@code dIn = dOut}, and 0 where {@code out <= 0}. */
  void reluBackward(float[] dIn, int i, float[] dOut, int o, float[] out, int io, int n);

  /** {@code dIn = dOut (1 - out²)}. */
  void tanhBackward(float[] dIn, int i, float[] dOut, int o, float[] out, int io, int n);

  /** Adds every element to its lane. */
  void sum(float[] lanes, float[] in, int i, int n);

  /** Adds every product to its lane, rounded once. */
  void dot(float[] lanes, float[] a, int ia, float[] b, int ib, int n);

  /** Adds every {@code (a - b)²} to its lane, the square and the sum rounded once. */
  void squaredDifferences(float[] lanes, float[] a, int ia, float[] b, int ib, int n);

  /** The largest element, or minus infinity; NaN counts as above or below all others. */
  float maximum(float[] in, int i, int n);

  /**
   * {@code out = exp(in - shift)}, where the difference is at most zero but for rounding; each is
   * also added to its lane.
   */
  void exp(float[] lanes, float[] out, int o, float[] in, int i, float shift, int n);

  /** {@code out = in / divisor factor}. */
  void divideAndScale(float[] out, int o, float[] in, int i, float divisor, float factor, int n);

  /**
   * Squared distances of one point to many: {@code distances[v] = Σ (point[d] - targets[d, v])²}, d
   * ascending, one rounding a step.
   *
   * @param n the number of targets, also the distance between the rows of {@code targets}
   */
  void squaredDistances(
      float[] distances, int o, float[] point, int ip, int dimensions, float[] targets, int n);

  /** One step of Adam over a range. */
  void adam(
      AdamStep step,
      float[] parameter,
      int ip,
      float[] m,
      int im,
      float[] v,
      int iv,
      float[] gradient,
      int ig,
      int n);

  /** One step of stochastic gradient descent over a range. */
  void sgd(
      SgdStep step,
      float[] parameter,
      int ip,
      float[] buffer,
      int ib,
      float[] gradient,
      int ig,
      int n);
}
