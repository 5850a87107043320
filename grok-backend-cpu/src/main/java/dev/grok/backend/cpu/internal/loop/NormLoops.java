package dev.grok.backend.cpu.internal.loop;

/** Norms of rows, and their gradients. */
public class NormLoops {
  /** {@code Σ (in - mean)²}, each square added with one rounding; works in {@code lanes}. */
  public float squaredDeviations(float[] lanes, float[] in, int i, float mean, int n) {
    Lanes.clear(lanes);
    for (int j = 0; j < n; j++) {
      int lane = j % Lanes.COUNT;
      float d = in[i + j] - mean;
      lanes[lane] = Math.fma(d, d, lanes[lane]);
    }
    return Lanes.total(lanes);
  }

  /** {@code out = x weight + bias}, rounded once, with {@code x = (in - mean) inverseDeviation}. */
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

  /**
   * {@code lanesOfG = Σ g} and {@code lanesOfGx = Σ g x} with {@code g = dOut weight} and x as in
   * {@link #normalize}.
   */
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

  /** {@code dIn = inverseDeviation (g - meanOfG - x meanOfGx)}, or {@code +=} if it accumulates. */
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

  /**
   * {@code dWeight += dOut x} and {@code dBias += dOut}, row after row; the rows lie {@code ld}
   * apart, and each has its own mean and inverse deviation.
   */
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

  /** {@code out = (in scale) weight}. */
  public void scaleRow(
      float[] out, int o, float[] in, int i, float scale, float[] weight, int iw, int n) {
    for (int j = 0; j < n; j++) {
      out[o + j] = in[i + j] * scale * weight[iw + j];
    }
  }

  /** {@code dWeight += dOut (in scale)}, row after row; each row has its own scale. */
  public void scaleParameters(
      float[] dWeight,
      int idw,
      float[] dOut,
      int o,
      float[] in,
      int i,
      float[] scale,
      int is,
      int rows,
      int ld,
      int n) {
    for (int row = 0; row < rows; row++) {
      for (int j = 0; j < n; j++) {
        float x = in[i + row * ld + j] * scale[is + row];
        dWeight[idw + j] = Math.fma(dOut[o + row * ld + j], x, dWeight[idw + j]);
      }
    }
  }
}
