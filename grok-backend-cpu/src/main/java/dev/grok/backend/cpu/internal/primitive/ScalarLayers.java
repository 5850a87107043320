package dev.grok.backend.cpu.internal.primitive;

import dev.grok.api.kernel.Philox;

/** The loops of layers without SIMD; SIMD code ends its loops by them. */
public class ScalarLayers implements LayerPrimitives {
  @Override
  public void biasLeakyRelu(
      float[] out, int o, float[] in, int i, float[] bias, int ib, float slope, int n) {
    for (int j = 0; j < n; j++) {
      float x = in[i + j] + bias[ib + j];
      out[o + j] = x <= 0 ? slope * x : x;
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
  public void biasGelu(float[] out, int o, float[] in, int i, float[] bias, int ib, int n) {
    for (int j = 0; j < n; j++) {
      out[o + j] = Gauss.gelu(in[i + j] + bias[ib + j]);
    }
  }

  @Override
  public void geluBackward(
      float[] dIn, int id, float[] dOut, int o, float[] in, int i, float[] bias, int ib, int n) {
    for (int j = 0; j < n; j++) {
      dIn[id + j] = dOut[o + j] * Gauss.geluSlope(in[i + j] + bias[ib + j]);
    }
  }

  @Override
  public void squaredDeviations(float[] lanes, float[] in, int i, float mean, int n) {
    for (int j = 0; j < n; j++) {
      int lane = j % Lanes.COUNT;
      float d = in[i + j] - mean;
      lanes[lane] = Math.fma(d, d, lanes[lane]);
    }
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
      float mean,
      float inverseDeviation,
      int n) {
    for (int j = 0; j < n; j++) {
      float x = (in[i + j] - mean) * inverseDeviation;
      dWeight[idw + j] = Math.fma(dOut[o + j], x, dWeight[idw + j]);
      dBias[idb + j] += dOut[o + j];
    }
  }

  @Override
  public void dropout(
      float[] out,
      int o,
      float[] in,
      int i,
      float rate,
      float scale,
      long seed,
      long stream,
      int first,
      int n) {
    for (int j = 0; j < n; j++) {
      float unit = Philox.unit(Philox.word(seed, stream, first + j));
      out[o + j] = unit >= rate ? scale * in[i + j] : 0f;
    }
  }
}
