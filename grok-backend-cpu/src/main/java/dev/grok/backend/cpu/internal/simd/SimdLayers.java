package dev.grok.backend.cpu.internal.simd;

import static dev.grok.backend.cpu.internal.simd.SimdMath.L;
import static dev.grok.backend.cpu.internal.simd.SimdMath.S;
import static dev.grok.backend.cpu.internal.simd.SimdMath.all;
import static dev.grok.backend.cpu.internal.simd.SimdMath.load;

import dev.grok.backend.cpu.internal.primitive.Gauss;
import dev.grok.backend.cpu.internal.primitive.Lanes;
import dev.grok.backend.cpu.internal.primitive.ScalarLayers;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/** The loops of layers on the Vector API, as {@link SimdPrimitives}. */
final class SimdLayers extends ScalarLayers {
  @Override
  public void biasLeakyRelu(
      float[] out, int o, float[] in, int i, float[] bias, int ib, float slope, int n) {
    int whole = n & -L;
    for (int j = 0; j < whole; j += L) {
      FloatVector x = load(in, i + j).add(load(bias, ib + j));
      x.blend(x.mul(slope), x.compare(VectorOperators.LE, 0f)).intoArray(out, o + j);
    }
    super.biasLeakyRelu(out, o + whole, in, i + whole, bias, ib + whole, slope, n - whole);
  }

  @Override
  public void leakyReluBackward(
      float[] dIn, int i, float[] dOut, int o, float[] out, int io, float slope, int n) {
    int whole = n & -L;
    for (int j = 0; j < whole; j += L) {
      FloatVector d = load(dOut, o + j);
      d.blend(d.mul(slope), load(out, io + j).compare(VectorOperators.LE, 0f))
          .intoArray(dIn, i + j);
    }
    super.leakyReluBackward(dIn, i + whole, dOut, o + whole, out, io + whole, slope, n - whole);
  }

  /** {@link Gauss#erf} in every lane. */
  private static FloatVector erf(FloatVector x) {
    FloatVector t = x.mul(x);
    FloatVector p = all(Gauss.P5).fma(t, all(Gauss.P4));
    FloatVector q = all(Gauss.Q5).fma(t, all(Gauss.Q4));
    p = p.fma(t, all(Gauss.P3));
    q = q.fma(t, all(Gauss.Q3));
    p = p.fma(t, all(Gauss.P2));
    q = q.fma(t, all(Gauss.Q2));
    p = p.fma(t, all(Gauss.P1));
    q = q.fma(t, all(Gauss.Q1));
    p = p.fma(t, all(Gauss.P0));
    q = q.fma(t, all(1f));
    FloatVector magnitude = x.abs();
    FloatVector y = magnitude.mul(p).div(q);
    y = y.blend(1f, y.compare(VectorOperators.GT, 1f));
    y = y.blend(1f, magnitude.compare(VectorOperators.GT, Gauss.ONE));
    IntVector sign = x.reinterpretAsInts().and(Integer.MIN_VALUE);
    return y.reinterpretAsInts().or(sign).reinterpretAsFloats();
  }

  @Override
  public void biasGelu(float[] out, int o, float[] in, int i, float[] bias, int ib, int n) {
    int whole = n & -L;
    for (int j = 0; j < whole; j += L) {
      FloatVector x = load(in, i + j).add(load(bias, ib + j));
      FloatVector half = x.mul(0.5f);
      half.fma(erf(x), half).intoArray(out, o + j);
    }
    super.biasGelu(out, o + whole, in, i + whole, bias, ib + whole, n - whole);
  }

  @Override
  public void biasDistribution(float[] out, int o, float[] in, int i, float[] bias, int ib, int n) {
    int whole = n & -L;
    for (int j = 0; j < whole; j += L) {
      FloatVector x = load(in, i + j).add(load(bias, ib + j));
      all(0.5f).fma(erf(x), all(0.5f)).intoArray(out, o + j);
    }
    super.biasDistribution(out, o + whole, in, i + whole, bias, ib + whole, n - whole);
  }

  @Override
  public void geluBackward(
      float[] dIn,
      int id,
      float[] dOut,
      int o,
      float[] in,
      int i,
      float[] bias,
      int ib,
      float[] distribution,
      int ip,
      int n) {
    int whole = n & -L;
    for (int j = 0; j < whole; j += L) {
      FloatVector x = load(in, i + j).add(load(bias, ib + j));
      FloatVector density = SimdMath.exp(x.mul(x).mul(-0.5f)).mul(Gauss.DENSITY);
      FloatVector slope = x.fma(density, load(distribution, ip + j));
      load(dOut, o + j).mul(slope).intoArray(dIn, id + j);
    }
    super.geluBackward(
        dIn,
        id + whole,
        dOut,
        o + whole,
        in,
        i + whole,
        bias,
        ib + whole,
        distribution,
        ip + whole,
        n - whole);
  }

  @Override
  public void squaredDeviations(float[] lanes, float[] in, int i, float mean, int n) {
    int whole = n - n % Lanes.COUNT;
    for (int lane = 0; lane < Lanes.COUNT; lane += L) {
      FloatVector sum = load(lanes, lane);
      for (int j = lane; j < whole; j += Lanes.COUNT) {
        FloatVector d = load(in, i + j).sub(mean);
        sum = d.fma(d, sum);
      }
      sum.intoArray(lanes, lane);
    }
    super.squaredDeviations(lanes, in, i + whole, mean, n - whole);
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
    FloatVector m = all(mean);
    FloatVector s = all(inverseDeviation);
    int whole = n & -L;
    for (int j = 0; j < whole; j += L) {
      FloatVector x = load(in, i + j).sub(m).mul(s);
      x.fma(load(weight, iw + j), load(bias, ib + j)).intoArray(out, o + j);
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
    FloatVector m = all(mean);
    FloatVector s = all(inverseDeviation);
    int whole = n - n % Lanes.COUNT;
    for (int lane = 0; lane < Lanes.COUNT; lane += L) {
      FloatVector sumOfG = load(lanesOfG, lane);
      FloatVector sumOfGx = load(lanesOfGx, lane);
      for (int j = lane; j < whole; j += Lanes.COUNT) {
        FloatVector x = load(in, i + j).sub(m).mul(s);
        FloatVector g = load(dOut, o + j).mul(load(weight, iw + j));
        sumOfG = sumOfG.add(g);
        sumOfGx = g.fma(x, sumOfGx);
      }
      sumOfG.intoArray(lanesOfG, lane);
      sumOfGx.intoArray(lanesOfGx, lane);
    }
    super.normalizationSums(
        lanesOfG,
        lanesOfGx,
        dOut,
        o + whole,
        in,
        i + whole,
        mean,
        inverseDeviation,
        weight,
        iw + whole,
        n - whole);
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
    FloatVector m = all(mean);
    FloatVector s = all(inverseDeviation);
    FloatVector ofG = all(meanOfG);
    FloatVector ofGx = all(meanOfGx);
    int whole = n & -L;
    for (int j = 0; j < whole; j += L) {
      FloatVector x = load(in, i + j).sub(m).mul(s);
      FloatVector g = load(dOut, o + j).mul(load(weight, iw + j)).sub(ofG);
      FloatVector former = accumulate ? load(dIn, id + j) : FloatVector.zero(S);
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
      float mean,
      float inverseDeviation,
      int n) {
    FloatVector m = all(mean);
    FloatVector s = all(inverseDeviation);
    int whole = n & -L;
    for (int j = 0; j < whole; j += L) {
      FloatVector x = load(in, i + j).sub(m).mul(s);
      FloatVector d = load(dOut, o + j);
      d.fma(x, load(dWeight, idw + j)).intoArray(dWeight, idw + j);
      load(dBias, idb + j).add(d).intoArray(dBias, idb + j);
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
        inverseDeviation,
        n - whole);
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
    int done = SimdPhilox.dropout(out, o, in, i, rate, scale, seed, stream, first, n);
    super.dropout(out, o + done, in, i + done, rate, scale, seed, stream, first + done, n - done);
  }

  @Override
  public void columnMaxima(
      float[] s, int is, int rows, int columns, int ld, float[] statistics, int ist) {
    int whole = columns & -L;
    for (int c = 0; c < whole; c += L) {
      FloatVector former = load(statistics, ist + c);
      FloatVector max = former;
      int at = is + c;
      for (int r = 0; r < rows; r++) {
        FloatVector x = load(s, at);
        max = max.blend(x, x.compare(VectorOperators.GT, max));
        at += ld;
      }
      max.intoArray(statistics, ist + c);
      former.sub(max).intoArray(statistics, ist + 2 * ld + c);
    }
    columnMaxima(s, is, rows, whole, columns, ld, statistics, ist);
  }

  @Override
  public void columnWeights(
      float[] s, int is, int rows, int columns, int ld, float[] statistics, int ist) {
    int whole = columns & -L;
    for (int c = 0; c < whole; c += L) {
      FloatVector max = load(statistics, ist + c);
      FloatVector sum = FloatVector.zero(S);
      int at = is + c;
      for (int r = 0; r < rows; r++) {
        FloatVector p = SimdMath.exp(load(s, at).sub(max));
        p.intoArray(s, at);
        sum = sum.add(p);
        at += ld;
      }
      int sums = ist + ld + c;
      FloatVector correction = load(statistics, ist + 2 * ld + c);
      load(statistics, sums).fma(correction, sum).intoArray(statistics, sums);
    }
    columnWeights(s, is, rows, whole, columns, ld, statistics, ist);
  }

  @Override
  public void softmaxGradient(
      float[] p, int ip, float[] d, int id, float logSumExp, float dot, float scale, int n) {
    int whole = n & -L;
    for (int j = 0; j < whole; j += L) {
      FloatVector weight = SimdMath.exp(load(p, ip + j).sub(logSumExp));
      weight.intoArray(p, ip + j);
      weight.mul(load(d, id + j).sub(dot)).mul(scale).intoArray(d, id + j);
    }
    super.softmaxGradient(p, ip + whole, d, id + whole, logSumExp, dot, scale, n - whole);
  }
}
