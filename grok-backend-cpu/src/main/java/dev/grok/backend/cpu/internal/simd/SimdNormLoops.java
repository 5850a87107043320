package dev.grok.backend.cpu.internal.simd;

import static dev.grok.backend.cpu.internal.simd.SimdMath.FLOATS;
import static dev.grok.backend.cpu.internal.simd.SimdMath.L;
import static dev.grok.backend.cpu.internal.simd.SimdMath.S;
import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromArray;

import dev.grok.backend.cpu.internal.loop.Lanes;
import dev.grok.backend.cpu.internal.loop.NormLoops;
import jdk.incubator.vector.FloatVector;

/** {@link NormLoops} on the Vector API. */
final class SimdNormLoops extends NormLoops {
  @Override
  public float squaredDeviations(float[] lanes, float[] in, int i, float mean, int n) {
    int whole = n & -Lanes.COUNT;
    for (int lane = 0; lane < Lanes.COUNT; lane += L) {
      FloatVector sum = FloatVector.zero(S);
      for (int j = lane; j < whole; j += Lanes.COUNT) {
        FloatVector d = fromArray(S, in, i + j).sub(mean);
        sum = d.fma(d, sum);
      }
      FLOATS.cast(sum).intoArray(lanes, lane);
    }
    for (int j = whole; j < n; j++) {
      float d = in[i + j] - mean;
      lanes[j - whole] = Math.fma(d, d, lanes[j - whole]);
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
    FloatVector m = broadcast(S, mean);
    FloatVector s = broadcast(S, inverseDeviation);
    int whole = n & -L;
    for (int j = 0; j < whole; j += L) {
      FloatVector x = fromArray(S, in, i + j).sub(m).mul(s);
      x.fma(fromArray(S, weight, iw + j), fromArray(S, bias, ib + j)).intoArray(out, o + j);
    }
    super.normalize(
        out,
        o + whole,
        in,
        i + whole,
        mean,
        inverseDeviation,
        weight,
        iw + whole,
        bias,
        ib + whole,
        n - whole);
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
    FloatVector m = broadcast(S, mean);
    FloatVector s = broadcast(S, inverseDeviation);
    int whole = n & -Lanes.COUNT;
    for (int lane = 0; lane < Lanes.COUNT; lane += L) {
      FloatVector sumOfG = FloatVector.zero(S);
      FloatVector sumOfGx = FloatVector.zero(S);
      for (int j = lane; j < whole; j += Lanes.COUNT) {
        FloatVector x = fromArray(S, in, i + j).sub(m).mul(s);
        FloatVector g = fromArray(S, dOut, o + j).mul(fromArray(S, weight, iw + j));
        sumOfG = g.add(sumOfG);
        sumOfGx = g.fma(x, sumOfGx);
      }
      FLOATS.cast(sumOfG).intoArray(lanesOfG, lane);
      FLOATS.cast(sumOfGx).intoArray(lanesOfGx, lane);
    }
    for (int j = whole; j < n; j++) {
      float x = (in[i + j] - mean) * inverseDeviation;
      float g = dOut[o + j] * weight[iw + j];
      lanesOfG[j - whole] += g;
      lanesOfGx[j - whole] = Math.fma(g, x, lanesOfGx[j - whole]);
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
    FloatVector m = broadcast(S, mean);
    FloatVector s = broadcast(S, inverseDeviation);
    FloatVector ofG = broadcast(S, meanOfG);
    FloatVector ofGx = broadcast(S, meanOfGx);
    int whole = n & -L;
    for (int j = 0; j < whole; j += L) {
      FloatVector x = fromArray(S, in, i + j).sub(m).mul(s);
      FloatVector g = fromArray(S, dOut, o + j).mul(fromArray(S, weight, iw + j)).sub(ofG);
      FloatVector former = accumulate ? fromArray(S, dIn, id + j) : FloatVector.zero(S);
      s.fma(x.neg().fma(ofGx, g), former).intoArray(dIn, id + j);
    }
    super.normalizationBackward(
        dIn,
        id + whole,
        dOut,
        o + whole,
        in,
        i + whole,
        mean,
        inverseDeviation,
        weight,
        iw + whole,
        meanOfG,
        meanOfGx,
        accumulate,
        n - whole);
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
    int whole = n & -L;
    for (int j = 0; j < whole; j += L) {
      FloatVector ofWeight = fromArray(S, dWeight, idw + j);
      FloatVector ofBias = fromArray(S, dBias, idb + j);
      int at = j;
      for (int row = 0; row < rows; row++) {
        FloatVector x =
            fromArray(S, in, i + at).sub(mean[im + row]).mul(inverseDeviation[is + row]);
        FloatVector d = fromArray(S, dOut, o + at);
        ofWeight = d.fma(x, ofWeight);
        ofBias = d.add(ofBias);
        at += ld;
      }
      FLOATS.cast(ofWeight).intoArray(dWeight, idw + j);
      FLOATS.cast(ofBias).intoArray(dBias, idb + j);
    }
    super.normalizationParameters(
        dWeight,
        idw + whole,
        dBias,
        idb + whole,
        dOut,
        o + whole,
        in,
        i + whole,
        mean,
        im,
        inverseDeviation,
        is,
        rows,
        ld,
        n - whole);
  }

  @Override
  public void scaleRow(
      float[] out, int o, float[] in, int i, float scale, float[] weight, int iw, int n) {
    FloatVector s = broadcast(S, scale);
    int whole = n & -L;
    for (int j = 0; j < whole; j += L) {
      fromArray(S, in, i + j).mul(s).mul(fromArray(S, weight, iw + j)).intoArray(out, o + j);
    }
    super.scaleRow(out, o + whole, in, i + whole, scale, weight, iw + whole, n - whole);
  }

  @Override
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
    int whole = n & -L;
    for (int j = 0; j < whole; j += L) {
      FloatVector sum = fromArray(S, dWeight, idw + j);
      int at = j;
      for (int row = 0; row < rows; row++) {
        FloatVector x = fromArray(S, in, i + at).mul(scale[is + row]);
        sum = fromArray(S, dOut, o + at).fma(x, sum);
        at += ld;
      }
      FLOATS.cast(sum).intoArray(dWeight, idw + j);
    }
    super.scaleParameters(
        dWeight, idw + whole, dOut, o + whole, in, i + whole, scale, is, rows, ld, n - whole);
  }
}
