package dev.grok.backend.cpu.internal.primitive;

import dev.grok.api.kernel.Philox;

/** The loops of layers without SIMD; SIMD code ends its loops by them. */
public class ScalarLayers implements LayerPrimitives {
  private static final long LOW = 0xFFFFFFFFL;

  @Override
  public void leakyRelu(float[] x, int i, float slope, int n) {
    for (int j = i; j < i + n; j++) {
      x[j] = x[j] <= 0 ? slope * x[j] : x[j];
    }
  }

  @Override
  public void leakyReluBackward(
      float[] dIn, int i, float[] dOut, int o, float[] out, int io, float slope, int n) {
    for (int j = 0; j < n; j++) {
      dIn[i + j] = out[io + j] <= 0 ? slope * dOut[o + j] : dOut[o + j];
    }
  }

  @Override
  public void biasGelu(
      float[] out, int o, float[] in, int i, float[] bias, int b, int period, int n) {
    ScalarPrimitives.addBias(out, o, in, i, bias, b, period, n);
    for (int j = o; j < o + n; j++) {
      out[j] = Gauss.gelu(out[j]);
    }
  }

  @Override
  public void distribution(float[] out, int o, float[] x, int i, int n) {
    for (int j = 0; j < n; j++) {
      out[o + j] = Gauss.distribution(x[i + j]);
    }
  }

  @Override
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

  @Override
  public float total(float[] lanes, float[] in, int i, int n) {
    Lanes.clear(lanes);
    for (int j = 0; j < n; j++) {
      lanes[j % Lanes.COUNT] += in[i + j];
    }
    return Lanes.total(lanes);
  }

  @Override
  public void products(
      float[] to,
      int o,
      float[] row,
      int ir,
      float[] rows,
      int first,
      int stride,
      int n,
      int width,
      float[] lanes) {
    for (int j = 0; j < n; j++) {
      Lanes.clear(lanes);
      for (int c = 0; c < width; c++) {
        int lane = c % Lanes.COUNT;
        lanes[lane] = Math.fma(row[ir + c], rows[first + j * stride + c], lanes[lane]);
      }
      to[o + j] = Lanes.total(lanes);
    }
  }

  @Override
  public float squaredDeviations(float[] lanes, float[] in, int i, float mean, int n) {
    Lanes.clear(lanes);
    for (int j = 0; j < n; j++) {
      int lane = j % Lanes.COUNT;
      float d = in[i + j] - mean;
      lanes[lane] = Math.fma(d, d, lanes[lane]);
    }
    return Lanes.total(lanes);
  }

  @Override
  public void normalize(
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
      int n) {
    for (int j = 0; j < n; j++) {
      float x = (in[i + j] - mean) * inverseDeviation;
      out[o + j] = Math.fma(x, weight[iw + j], bias[ib + j]);
    }
  }

  @Override
  public void normalizationSums(
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
      int n) {
    Lanes.clear(lanesOfG);
    Lanes.clear(lanesOfGx);
    for (int j = 0; j < n; j++) {
      int lane = j % Lanes.COUNT;
      float x = (in[i + j] - mean) * inverseDeviation;
      float g = dOut[o + j] * weight[iw + j];
      lanesOfG[lane] += g;
      lanesOfGx[lane] = Math.fma(g, x, lanesOfGx[lane]);
    }
  }

  @Override
  public void normalizationBackward(
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
      int n) {
    for (int j = 0; j < n; j++) {
      float x = (in[i + j] - mean) * inverseDeviation;
      float g = dOut[o + j] * weight[iw + j];
      float gradient = Math.fma(-x, meanOfGx, g - meanOfG);
      dIn[id + j] = Math.fma(inverseDeviation, gradient, accumulate ? dIn[id + j] : 0f);
    }
  }

  @Override
  public void normalizationParameters(
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
      int n) {
    for (int row = 0; row < rows; row++) {
      int od = o + row * ld;
      int ix = i + row * ld;
      float m = mean[im + row];
      float s = inverseDeviation[is + row];
      for (int j = 0; j < n; j++) {
        float x = (in[ix + j] - m) * s;
        dWeight[idw + j] = Math.fma(dOut[od + j], x, dWeight[idw + j]);
        dBias[idb + j] += dOut[od + j];
      }
    }
  }

  @Override
  public void words(int[] words, long seed, long stream, int first, int n) {
    words(words, 0, seed, stream, first, n);
  }

  /** As above from the place {@code done} on, which is a multiple of four. */
  protected static void words(int[] words, int done, long seed, long stream, int first, int n) {
    int whole = n & -4;
    for (int j = done; j < whole; j += 4) {
      // Philox.word of four indices at once.
      long c0 = (first + j) >>> 2;
      long c1 = 0;
      long c2 = stream & LOW;
      long c3 = stream >>> 32;
      int k0 = (int) seed;
      int k1 = (int) (seed >>> 32);
      for (int round = 0; round < Philox.ROUNDS; round++) {
        long p0 = (Philox.M0 & LOW) * c0;
        long p1 = (Philox.M1 & LOW) * c2;
        c0 = p1 >>> 32 ^ c1 ^ k0 & LOW;
        c1 = p1 & LOW;
        c2 = p0 >>> 32 ^ c3 ^ k1 & LOW;
        c3 = p0 & LOW;
        k0 += Philox.W0;
        k1 += Philox.W1;
      }
      words[j] = (int) c0;
      words[j + 1] = (int) c1;
      words[j + 2] = (int) c2;
      words[j + 3] = (int) c3;
    }
    for (int j = whole; j < n; j++) {
      words[j] = Philox.word(seed, stream, first + j);
    }
  }

  @Override
  public void dropout(
      float[] out, int o, float[] in, int i, int[] words, float rate, float scale, int n) {
    dropout(out, o, in, i, words, 0, rate, scale, n);
  }

  /** As above from the place {@code done} on. */
  protected static void dropout(
      float[] out,
      int o,
      float[] in,
      int i,
      int[] words,
      int done,
      float rate,
      float scale,
      int n) {
    for (int j = done; j < n; j++) {
      out[o + j] = Philox.unit(words[j]) >= rate ? scale * in[i + j] : 0f;
    }
  }

  @Override
  public void columnMaxima(
      float[] s, int is, int rows, int columns, int ld, float[] statistics, int ist) {
    columnMaxima(s, is, rows, 0, columns, ld, statistics, ist);
  }

  /** As above for the columns from {@code first} to {@code last}. */
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

  @Override
  public void columnWeights(
      float[] s, int is, int rows, int columns, int ld, float[] statistics, int ist) {
    columnWeights(s, is, rows, 0, columns, ld, statistics, ist);
  }

  /** As above for the columns from {@code first} to {@code last}. */
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

  @Override
  public void softmaxGradient(float[] d, int id, float[] p, int ip, float dot, float scale, int n) {
    for (int j = 0; j < n; j++) {
      d[id + j] = p[ip + j] * (d[id + j] - dot) * scale;
    }
  }
}
