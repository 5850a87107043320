package dev.grok.backend.cpu.internal.simd;

import static dev.grok.backend.cpu.internal.simd.SimdMath.FLOATS;
import static dev.grok.backend.cpu.internal.simd.SimdMath.I;
import static dev.grok.backend.cpu.internal.simd.SimdMath.L;
import static dev.grok.backend.cpu.internal.simd.SimdMath.S;
import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromArray;

import dev.grok.backend.cpu.internal.primitive.Lanes;
import dev.grok.backend.cpu.internal.primitive.ScalarLayers;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/** The loops of layers on the Vector API, as {@link SimdPrimitives}. */
final class SimdLayers extends ScalarLayers {
  @Override
  public void leakyRelu(float[] x, int i, float slope, int n) {
    int whole = n & -L;
    for (int j = 0; j < whole; j += L) {
      FloatVector y = fromArray(S, x, i + j);
      y.blend(y.mul(slope), y.compare(VectorOperators.LE, 0f)).intoArray(x, i + j);
    }
    super.leakyRelu(x, i + whole, slope, n - whole);
  }

  @Override
  public void leakyReluBackward(
      float[] dIn, int i, float[] dOut, int o, float[] out, int io, float slope, int n) {
    int whole = n & -L;
    for (int j = 0; j < whole; j += L) {
      FloatVector d = fromArray(S, dOut, o + j);
      d.blend(d.mul(slope), fromArray(S, out, io + j).compare(VectorOperators.LE, 0f))
          .intoArray(dIn, i + j);
    }
    super.leakyReluBackward(dIn, i + whole, dOut, o + whole, out, io + whole, slope, n - whole);
  }

  @Override
  public void biasGelu(
      float[] out, int o, float[] in, int i, float[] bias, int b, int period, int n) {
    int whole = n & -L;
    int at = SimdFunctions.biasGelu(out, o, in, i, bias, b, period, whole);
    super.biasGelu(out, o + whole, in, i + whole, bias, at, period, n - whole);
  }

  @Override
  public void distribution(float[] out, int o, float[] x, int i, int n) {
    int whole = n & -L;
    SimdFunctions.distribution(out, o, x, i, whole);
    super.distribution(out, o + whole, x, i + whole, n - whole);
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
    int whole = n & -L;
    SimdFunctions.geluBackward(dIn, id, dOut, o, x, i, distribution, ip, whole);
    super.geluBackward(
        dIn, id + whole, dOut, o + whole, x, i + whole, distribution, ip + whole, n - whole);
  }

  // Reductions: one pass for each vector's worth of the sixteen lanes. What is left, shorter than
  // sixteen, is added to its lane afterwards.

  @Override
  public float total(float[] lanes, float[] in, int i, int n) {
    int whole = n & -Lanes.COUNT;
    for (int lane = 0; lane < Lanes.COUNT; lane += L) {
      FloatVector sum = FloatVector.zero(S);
      for (int j = lane; j < whole; j += Lanes.COUNT) {
        sum = fromArray(S, in, i + j).add(sum);
      }
      FLOATS.cast(sum).intoArray(lanes, lane);
    }
    for (int j = whole; j < n; j++) {
      lanes[j - whole] += in[i + j];
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
    int whole = width & -Lanes.COUNT;
    int at = first;
    for (int j = 0; j < n; j++) {
      for (int lane = 0; lane < Lanes.COUNT; lane += L) {
        FloatVector sum = FloatVector.zero(S);
        for (int c = lane; c < whole; c += Lanes.COUNT) {
          sum = fromArray(S, row, ir + c).fma(fromArray(S, rows, at + c), sum);
        }
        FLOATS.cast(sum).intoArray(lanes, lane);
      }
      for (int c = whole; c < width; c++) {
        lanes[c - whole] = Math.fma(row[ir + c], rows[at + c], lanes[c - whole]);
      }
      to[o + j] = Lanes.total(lanes);
      at += stride;
    }
  }

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
  public void words(int[] words, long seed, long stream, int first, int n) {
    words(words, SimdPhilox.words(words, seed, stream, first, n), seed, stream, first, n);
  }

  @Override
  public void dropout(
      float[] out, int o, float[] in, int i, int[] words, float rate, float scale, int n) {
    // Comparing the upper 24 bits with 2²⁴ rate is exact in float.
    float threshold = rate * 0x1.0p24f;
    int whole = n & -L;
    for (int j = 0; j < whole; j += L) {
      IntVector upper = IntVector.fromArray(I, words, j).lanewise(VectorOperators.LSHR, 8);
      FloatVector unit = (FloatVector) upper.convertShape(VectorOperators.I2F, S, 0);
      FloatVector.zero(S)
          .blend(fromArray(S, in, i + j).mul(scale), unit.compare(VectorOperators.GE, threshold))
          .intoArray(out, o + j);
    }
    dropout(out, o, in, i, words, whole, rate, scale, n);
  }

  @Override
  public void columnMaxima(
      float[] s, int is, int rows, int columns, int ld, float[] statistics, int ist) {
    int whole = columns & -L;
    for (int c = 0; c < whole; c += L) {
      FloatVector former = fromArray(S, statistics, ist + c);
      IntVector order = SimdMath.order(former.reinterpretAsInts());
      int at = is + c;
      for (int r = 0; r < rows; r++) {
        order = SimdMath.order(fromArray(S, s, at).reinterpretAsInts()).max(order);
        at += ld;
      }
      FloatVector max = SimdMath.order(SimdMath.INTS.cast(order)).reinterpretAsFloats();
      max.intoArray(statistics, ist + c);
      former.sub(max).intoArray(statistics, ist + 2 * ld + c);
    }
    columnMaxima(s, is, rows, whole, columns, ld, statistics, ist);
  }

  @Override
  public void columnWeights(
      float[] s, int is, int rows, int columns, int ld, float[] statistics, int ist) {
    int whole = columns & -L;
    SimdFunctions.columnWeights(s, is, rows, whole, ld, statistics, ist);
    columnWeights(s, is, rows, whole, columns, ld, statistics, ist);
  }

  @Override
  public void softmaxGradient(float[] d, int id, float[] p, int ip, float dot, float scale, int n) {
    int whole = n & -L;
    for (int j = 0; j < whole; j += L) {
      fromArray(S, p, ip + j).mul(fromArray(S, d, id + j).sub(dot)).mul(scale).intoArray(d, id + j);
    }
    super.softmaxGradient(d, id + whole, p, ip + whole, dot, scale, n - whole);
  }
}
