package dev.grok.backend.cpu.internal.simd;

import static dev.grok.backend.cpu.internal.simd.SimdMath.FLOATS;
import static dev.grok.backend.cpu.internal.simd.SimdMath.L;
import static dev.grok.backend.cpu.internal.simd.SimdMath.S;
import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromArray;

import dev.grok.backend.cpu.internal.loop.FloatMath;
import dev.grok.backend.cpu.internal.loop.Lanes;
import dev.grok.backend.cpu.internal.loop.SoftmaxLoops;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/**
 * {@link SoftmaxLoops} on the Vector API. Loops with exp are methods of their own, as {@link
 * SimdLoops} explains.
 */
final class SimdSoftmaxLoops extends SoftmaxLoops {
  @Override
  public float maximum(float[] in, int i, int n) {
    int whole = n & -L;
    IntVector max = IntVector.broadcast(SimdMath.I, SimdMath.order(Float.NEGATIVE_INFINITY));
    for (int j = 0; j < whole; j += L) {
      max = SimdMath.order(fromArray(S, in, i + j).reinterpretAsInts()).max(max);
    }
    float ofWhole = SimdMath.ordered(SimdMath.INTS.cast(max).reduceLanes(VectorOperators.MAX));
    return Math.max(ofWhole, super.maximum(in, i + whole, n - whole));
  }

  @Override
  public void exp(float[] lanes, float[] out, int o, float[] in, int i, float shift, int n) {
    int whole = n - n % Lanes.COUNT;
    expOfVectors(lanes, out, o, in, i, shift, whole);
    super.exp(lanes, out, o + whole, in, i + whole, shift, n - whole);
  }

  @Override
  public void divideAndScale(
      float[] out, int o, float[] in, int i, float divisor, float factor, int n) {
    int whole = n & -L;
    for (int j = 0; j < whole; j += L) {
      fromArray(S, in, i + j)
          .div(broadcast(S, divisor))
          .mul(broadcast(S, factor))
          .intoArray(out, o + j);
    }
    super.divideAndScale(out, o + whole, in, i + whole, divisor, factor, n - whole);
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
    columnWeightsOfVectors(s, is, rows, whole, ld, statistics, ist);
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

  /** {@link #exp} of whole vectors. */
  private static void expOfVectors(
      float[] lanes, float[] out, int o, float[] in, int i, float shift, int n) {
    FloatVector log2e = broadcast(S, FloatMath.LOG2_E);
    FloatVector round = broadcast(S, FloatMath.ROUND);
    FloatVector ln2High = broadcast(S, -FloatMath.LN2_HIGH);
    FloatVector ln2Low = broadcast(S, -FloatMath.LN2_LOW);
    FloatVector e0 = broadcast(S, FloatMath.E0);
    FloatVector e1 = broadcast(S, FloatMath.E1);
    FloatVector e2 = broadcast(S, FloatMath.E2);
    FloatVector e3 = broadcast(S, FloatMath.E3);
    FloatVector e4 = broadcast(S, FloatMath.E4);
    FloatVector one = broadcast(S, 1f);
    for (int lane = 0; lane < Lanes.COUNT; lane += L) {
      FloatVector sum = fromArray(S, lanes, lane);
      for (int j = lane; j < n; j += Lanes.COUNT) {
        FloatVector x = fromArray(S, in, i + j).sub(shift);
        FloatVector shifted = x.fma(log2e, round);
        FloatVector integer = shifted.sub(round);
        FloatVector r = integer.fma(ln2High, x);
        r = integer.fma(ln2Low, r);
        FloatVector p = e4.fma(r, e3);
        p = p.fma(r, e2);
        p = p.fma(r, e1);
        p = p.fma(r, e0);
        p = p.fma(r.mul(r), r).add(one);
        IntVector power = shifted.reinterpretAsInts().add(FloatMath.POWER);
        p = p.mul(power.lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats());
        p = p.blend(0f, x.compare(VectorOperators.LT, FloatMath.EXP_ZERO));
        FLOATS.cast(p).intoArray(out, o + j);
        sum = p.add(sum);
      }
      FLOATS.cast(sum).intoArray(lanes, lane);
    }
  }

  /** {@link #columnWeights} of whole vectors. */
  private static void columnWeightsOfVectors(
      float[] s, int is, int rows, int columns, int ld, float[] statistics, int ist) {
    FloatVector log2e = broadcast(S, FloatMath.LOG2_E);
    FloatVector round = broadcast(S, FloatMath.ROUND);
    FloatVector ln2High = broadcast(S, -FloatMath.LN2_HIGH);
    FloatVector ln2Low = broadcast(S, -FloatMath.LN2_LOW);
    FloatVector e0 = broadcast(S, FloatMath.E0);
    FloatVector e1 = broadcast(S, FloatMath.E1);
    FloatVector e2 = broadcast(S, FloatMath.E2);
    FloatVector e3 = broadcast(S, FloatMath.E3);
    FloatVector e4 = broadcast(S, FloatMath.E4);
    FloatVector one = broadcast(S, 1f);
    for (int c = 0; c < columns; c += L) {
      FloatVector max = fromArray(S, statistics, ist + c);
      FloatVector sum = FloatVector.zero(S);
      int at = is + c;
      for (int row = 0; row < rows; row++) {
        FloatVector x = fromArray(S, s, at).sub(max);
        FloatVector shifted = x.fma(log2e, round);
        FloatVector integer = shifted.sub(round);
        FloatVector r = integer.fma(ln2High, x);
        r = integer.fma(ln2Low, r);
        FloatVector p = e4.fma(r, e3);
        p = p.fma(r, e2);
        p = p.fma(r, e1);
        p = p.fma(r, e0);
        p = p.fma(r.mul(r), r).add(one);
        IntVector power = shifted.reinterpretAsInts().add(FloatMath.POWER);
        p = p.mul(power.lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats());
        p = p.blend(0f, x.compare(VectorOperators.LT, FloatMath.EXP_ZERO));
        FLOATS.cast(p).intoArray(s, at);
        sum = p.add(sum);
        at += ld;
      }
      int sums = ist + ld + c;
      FloatVector correction = fromArray(S, statistics, ist + 2 * ld + c);
      fromArray(S, statistics, sums).fma(correction, sum).intoArray(statistics, sums);
    }
  }
}
