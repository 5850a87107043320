package dev.grok.backend.cpu.internal.primitive;

/** The primitives without SIMD; SIMD code ends its loops by them. */
public class ScalarPrimitives implements Primitives {
  private static final LayerPrimitives LAYERS = new ScalarLayers();

  @Override
  public String description() {
    return "scalar";
  }

  @Override
  public LayerPrimitives layers() {
    return LAYERS;
  }

  @Override
  public int tileRows() {
    return ScalarTile.ROWS;
  }

  @Override
  public int tileVectors() {
    return ScalarTile.COLUMNS;
  }

  @Override
  public int lanes() {
    return 1;
  }

  @Override
  public float[][] tileWork() {
    return ScalarTile.work();
  }

  @Override
  public void tile(
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
      float[][] work) {
    ScalarTile.multiply(
        k, a, aAt, aRow, aStep, b, bAt, bStep, rows, columns, c, cAt, ldc, mode, work);
  }

  @Override
  public void copyBlock(
      int rows, int columns, float[] to, int toAt, int toLd, float[] from, int fromAt, int fromLd) {
    for (int i = 0; i < rows; i++) {
      System.arraycopy(from, fromAt + i * fromLd, to, toAt + i * toLd, columns);
    }
  }

  @Override
  public void transposeBlock(
      int rows, int columns, float[] to, int toAt, int toLd, float[] from, int fromAt, int fromLd) {
    int i = 0;
    for (; i + 4 <= rows; i += 4) {
      int f0 = fromAt + i * fromLd;
      int f1 = f0 + fromLd;
      int f2 = f1 + fromLd;
      int f3 = f2 + fromLd;
      for (int j = 0; j < columns; j++) {
        int t = toAt + j * toLd + i;
        to[t] = from[f0 + j];
        to[t + 1] = from[f1 + j];
        to[t + 2] = from[f2 + j];
        to[t + 3] = from[f3 + j];
      }
    }
    for (; i < rows; i++) {
      int f = fromAt + i * fromLd;
      for (int j = 0; j < columns; j++) {
        to[toAt + j * toLd + i] = from[f + j];
      }
    }
  }

  @Override
  public void add(float[] out, int o, float[] a, int ia, float[] b, int ib, int n) {
    for (int i = 0; i < n; i++) {
      out[o + i] = a[ia + i] + b[ib + i];
    }
  }

  @Override
  public void addRows(float[] out, int o, float[] in, int i, int rows, int ld, int n) {
    for (int row = 0; row < rows; row++) {
      for (int j = 0; j < n; j++) {
        out[o + j] += in[i + row * ld + j];
      }
    }
  }

  @Override
  public void multiply(float[] out, int o, float[] a, int ia, float[] b, int ib, int n) {
    for (int i = 0; i < n; i++) {
      out[o + i] = a[ia + i] * b[ib + i];
    }
  }

  @Override
  public void divide(float[] out, int o, float[] a, int ia, float[] b, int ib, int n) {
    for (int i = 0; i < n; i++) {
      out[o + i] = a[ia + i] / b[ib + i];
    }
  }

  @Override
  public void scale(float[] out, int o, float[] in, int i, float factor, int n) {
    for (int j = 0; j < n; j++) {
      out[o + j] = factor * in[i + j];
    }
  }

  @Override
  public void addScaled(
      float[] out, int o, float[] a, int ia, float factor, float[] b, int ib, int n) {
    for (int i = 0; i < n; i++) {
      out[o + i] = Math.fma(factor, b[ib + i], a[ia + i]);
    }
  }

  @Override
  public void scaledDifference(
      float[] out, int o, float[] a, int ia, float[] b, int ib, float factor, int n) {
    for (int i = 0; i < n; i++) {
      out[o + i] = factor * (a[ia + i] - b[ib + i]);
    }
  }

  @Override
  public void relu(float[] x, int i, int n) {
    for (int j = i; j < i + n; j++) {
      x[j] = x[j] <= 0 ? 0 : x[j];
    }
  }

  @Override
  public void biasTanh(
      float[] out, int o, float[] in, int i, float[] bias, int b, int period, int n) {
    addBias(out, o, in, i, bias, b, period, n);
    for (int j = o; j < o + n; j++) {
      out[j] = FloatMath.tanh(out[j]);
    }
  }

  /** {@code out = in + bias}, where the bias repeats as in {@link #biasTanh}. */
  static void addBias(
      float[] out, int o, float[] in, int i, float[] bias, int b, int period, int n) {
    int at = b;
    for (int j = 0; j < n; j++) {
      out[o + j] = in[i + j] + bias[at];
      at = at + 1 == period ? 0 : at + 1;
    }
  }

  @Override
  public void reluBackward(float[] dIn, int i, float[] dOut, int o, float[] out, int io, int n) {
    for (int j = 0; j < n; j++) {
      dIn[i + j] = out[io + j] <= 0 ? 0 : dOut[o + j];
    }
  }

  @Override
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

  /** With one index the compiler sees that the arrays do not overlap, and vectorizes. */
  private static void tanhBackward(float[] dIn, float[] dOut, float[] out, int from, int n) {
    for (int j = from; j < from + n; j++) {
      dIn[j] = dOut[j] * Math.fma(-out[j], out[j], 1f);
    }
  }

  @Override
  public void sum(float[] lanes, float[] in, int i, int n) {
    for (int j = 0; j < n; j++) {
      lanes[j % Lanes.COUNT] += in[i + j];
    }
  }

  @Override
  public void dot(float[] lanes, float[] a, int ia, float[] b, int ib, int n) {
    for (int i = 0; i < n; i++) {
      int lane = i % Lanes.COUNT;
      lanes[lane] = Math.fma(a[ia + i], b[ib + i], lanes[lane]);
    }
  }

  @Override
  public void squaredDifferences(float[] lanes, float[] a, int ia, float[] b, int ib, int n) {
    for (int i = 0; i < n; i++) {
      int lane = i % Lanes.COUNT;
      float d = a[ia + i] - b[ib + i];
      lanes[lane] = Math.fma(d, d, lanes[lane]);
    }
  }

  @Override
  public float maximum(float[] in, int i, int n) {
    float max = Float.NEGATIVE_INFINITY;
    for (int j = 0; j < n; j++) {
      max = in[i + j] > max ? in[i + j] : max;
    }
    return max;
  }

  @Override
  public void exp(float[] lanes, float[] out, int o, float[] in, int i, float shift, int n) {
    for (int j = 0; j < n; j++) {
      float y = FloatMath.exp(in[i + j] - shift);
      out[o + j] = y;
      lanes[j % Lanes.COUNT] += y;
    }
  }

  @Override
  public void divideAndScale(
      float[] out, int o, float[] in, int i, float divisor, float factor, int n) {
    for (int j = 0; j < n; j++) {
      out[o + j] = in[i + j] / divisor * factor;
    }
  }

  @Override
  public void squaredDistances(
      float[] distances, int o, float[] point, int ip, int dimensions, float[] targets, int n) {
    squaredDistances(distances, o, point, ip, dimensions, targets, 0, n, n);
  }

  /** As above for {@code n} targets from {@code first} on; the rows lie {@code ld} apart. */
  protected static void squaredDistances(
      float[] distances,
      int o,
      float[] point,
      int ip,
      int dimensions,
      float[] targets,
      int first,
      int n,
      int ld) {
    int v = first;
    // Four sums at a time: a chain of fused multiply-adds alone would wait for itself.
    for (; v + 4 <= first + n; v += 4) {
      float s0 = 0;
      float s1 = 0;
      float s2 = 0;
      float s3 = 0;
      for (int d = 0; d < dimensions; d++) {
        int t = d * ld + v;
        float x = point[ip + d];
        float x0 = x - targets[t];
        float x1 = x - targets[t + 1];
        float x2 = x - targets[t + 2];
        float x3 = x - targets[t + 3];
        s0 = Math.fma(x0, x0, s0);
        s1 = Math.fma(x1, x1, s1);
        s2 = Math.fma(x2, x2, s2);
        s3 = Math.fma(x3, x3, s3);
      }
      distances[o + v] = s0;
      distances[o + v + 1] = s1;
      distances[o + v + 2] = s2;
      distances[o + v + 3] = s3;
    }
    for (; v < first + n; v++) {
      float sum = 0;
      for (int d = 0; d < dimensions; d++) {
        float difference = point[ip + d] - targets[d * ld + v];
        sum = Math.fma(difference, difference, sum);
      }
      distances[o + v] = sum;
    }
  }

  @Override
  public void adam(
      AdamStep step,
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
      ScalarAdam.update(step, parameter, m, v, gradient, ip, n);
      return;
    }
    for (int i = 0; i < n; i++) {
      float p = parameter[ip + i];
      float g = Math.fma(step.l2, p, gradient[ig + i]);
      float m1 = ScalarAdam.mean(step, m[im + i], g);
      float v1 = ScalarAdam.square(step, v[iv + i], g);
      m[im + i] = m1;
      v[iv + i] = v1;
      parameter[ip + i] = ScalarAdam.parameter(step, p, m1, v1);
    }
  }

  @Override
  public void sgd(
      SgdStep step,
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
}
