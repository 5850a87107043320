package dev.grok.backend.cpu.internal.simd;

import static dev.grok.backend.cpu.internal.simd.SimdMath.FLOATS;
import static dev.grok.backend.cpu.internal.simd.SimdMath.I;
import static dev.grok.backend.cpu.internal.simd.SimdMath.L;
import static dev.grok.backend.cpu.internal.simd.SimdMath.S;
import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromArray;

import dev.grok.backend.cpu.internal.primitive.FloatMath;
import dev.grok.backend.cpu.internal.primitive.Gauss;
import dev.grok.backend.cpu.internal.primitive.Lanes;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/**
 * The loops with {@link FloatMath} and {@link Gauss}, over whole vectors. Such a loop is so much
 * for the compiler that, inlined into another method, it may not be compiled to the end; the rest
 * then makes objects. So every method has more than 325 byte codes, which HotSpot never inlines,
 * and the functions are written out in each.
 */
final class SimdFunctions {
  /** Added to the bits of a magnitude it carries into the sign if that is NaN. */
  private static final int NAN_CARRY = 0x7FFFFF;

  private SimdFunctions() {}

  /** As {@link dev.grok.backend.cpu.internal.primitive.Primitives#exp}. */
  static void exp(float[] lanes, float[] out, int o, float[] in, int i, float shift, int n) {
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

  /**
   * As {@link dev.grok.backend.cpu.internal.primitive.Primitives#biasTanh}.
   *
   * @return where in the bias it ended
   */
  static int biasTanh(
      float[] out, int o, float[] in, int i, float[] bias, int b, int period, int n) {
    FloatVector p1 = broadcast(S, FloatMath.P1);
    FloatVector p2 = broadcast(S, FloatMath.P2);
    FloatVector p3 = broadcast(S, FloatMath.P3);
    FloatVector p4 = broadcast(S, FloatMath.P4);
    FloatVector q1 = broadcast(S, FloatMath.Q1);
    FloatVector q2 = broadcast(S, FloatMath.Q2);
    FloatVector q3 = broadcast(S, FloatMath.Q3);
    FloatVector q4 = broadcast(S, FloatMath.Q4);
    FloatVector one = broadcast(S, 1f);
    IntVector allButSign = IntVector.broadcast(I, Integer.MAX_VALUE);
    IntVector sign = IntVector.broadcast(I, Integer.MIN_VALUE);
    IntVector most = IntVector.broadcast(I, Float.floatToRawIntBits(FloatMath.TANH_ONE));
    IntVector bitsOfOne = IntVector.broadcast(I, Float.floatToRawIntBits(1f));
    IntVector carry = IntVector.broadcast(I, NAN_CARRY);
    int at = b;
    for (int j = 0; j < n; j += L) {
      IntVector bits = fromArray(S, in, i + j).add(fromArray(S, bias, at)).reinterpretAsInts();
      IntVector magnitude = bits.and(allButSign);
      FloatVector y = magnitude.min(most).reinterpretAsFloats();
      FloatVector t = y.mul(y);
      FloatVector p = p4.fma(t, p3);
      p = p.fma(t, p2);
      p = p.fma(t, p1);
      p = p.fma(t, one);
      FloatVector q = q4.fma(t, q3);
      q = q.fma(t, q2);
      q = q.fma(t, q1);
      q = q.fma(t, one);
      IntVector quotient = y.mul(p).div(q).reinterpretAsInts().min(bitsOfOne);
      IntVector nan = magnitude.add(carry).lanewise(VectorOperators.ASHR, 31);
      quotient.or(bits.and(sign)).or(nan).reinterpretAsFloats().intoArray(out, o + j);
      at += L;
      // Without a branch: JDK 17 takes a third longer with one.
      at -= period & (period - 1 - at) >> 31;
    }
    return at;
  }

  /**
   * As {@link dev.grok.backend.cpu.internal.primitive.LayerPrimitives#biasGelu}. The error function
   * is taken of magnitudes: x erf(x) is even, and NaN comes back with the half.
   *
   * @return where in the bias it ended
   */
  static int biasGelu(
      float[] out, int o, float[] in, int i, float[] bias, int b, int period, int n) {
    FloatVector p0 = broadcast(S, Gauss.P0);
    FloatVector p1 = broadcast(S, Gauss.P1);
    FloatVector p2 = broadcast(S, Gauss.P2);
    FloatVector p3 = broadcast(S, Gauss.P3);
    FloatVector p4 = broadcast(S, Gauss.P4);
    FloatVector p5 = broadcast(S, Gauss.P5);
    FloatVector q1 = broadcast(S, Gauss.Q1);
    FloatVector q2 = broadcast(S, Gauss.Q2);
    FloatVector q3 = broadcast(S, Gauss.Q3);
    FloatVector q4 = broadcast(S, Gauss.Q4);
    FloatVector q5 = broadcast(S, Gauss.Q5);
    FloatVector one = broadcast(S, 1f);
    FloatVector half = broadcast(S, 0.5f);
    IntVector allButSign = IntVector.broadcast(I, Integer.MAX_VALUE);
    IntVector most = IntVector.broadcast(I, Float.floatToRawIntBits(Gauss.ONE));
    IntVector bitsOfOne = IntVector.broadcast(I, Float.floatToRawIntBits(1f));
    int at = b;
    for (int j = 0; j < n; j += L) {
      FloatVector x = fromArray(S, in, i + j).add(fromArray(S, bias, at));
      IntVector magnitude = x.reinterpretAsInts().and(allButSign);
      FloatVector y = magnitude.min(most).reinterpretAsFloats();
      FloatVector t = y.mul(y);
      FloatVector p = p5.fma(t, p4);
      FloatVector q = q5.fma(t, q4);
      p = p.fma(t, p3);
      q = q.fma(t, q3);
      p = p.fma(t, p2);
      q = q.fma(t, q2);
      p = p.fma(t, p1);
      q = q.fma(t, q1);
      p = p.fma(t, p0);
      q = q.fma(t, one);
      IntVector erf = y.mul(p).div(q).reinterpretAsInts().min(bitsOfOne);
      FloatVector halfMagnitude = magnitude.reinterpretAsFloats().mul(half);
      halfMagnitude.fma(erf.reinterpretAsFloats(), x.mul(half)).intoArray(out, o + j);
      at += L;
      // Without a branch: JDK 17 takes a third longer with one.
      at -= period & (period - 1 - at) >> 31;
    }
    return at;
  }

  /** As {@link dev.grok.backend.cpu.internal.primitive.LayerPrimitives#distribution}. */
  static void distribution(float[] out, int o, float[] x, int i, int n) {
    FloatVector p0 = broadcast(S, Gauss.P0);
    FloatVector p1 = broadcast(S, Gauss.P1);
    FloatVector p2 = broadcast(S, Gauss.P2);
    FloatVector p3 = broadcast(S, Gauss.P3);
    FloatVector p4 = broadcast(S, Gauss.P4);
    FloatVector p5 = broadcast(S, Gauss.P5);
    FloatVector q1 = broadcast(S, Gauss.Q1);
    FloatVector q2 = broadcast(S, Gauss.Q2);
    FloatVector q3 = broadcast(S, Gauss.Q3);
    FloatVector q4 = broadcast(S, Gauss.Q4);
    FloatVector q5 = broadcast(S, Gauss.Q5);
    FloatVector one = broadcast(S, 1f);
    FloatVector half = broadcast(S, 0.5f);
    IntVector allButSign = IntVector.broadcast(I, Integer.MAX_VALUE);
    IntVector sign = IntVector.broadcast(I, Integer.MIN_VALUE);
    IntVector most = IntVector.broadcast(I, Float.floatToRawIntBits(Gauss.ONE));
    IntVector bitsOfOne = IntVector.broadcast(I, Float.floatToRawIntBits(1f));
    IntVector carry = IntVector.broadcast(I, NAN_CARRY);
    for (int j = 0; j < n; j += L) {
      IntVector bits = fromArray(S, x, i + j).reinterpretAsInts();
      IntVector magnitude = bits.and(allButSign);
      FloatVector y = magnitude.min(most).reinterpretAsFloats();
      FloatVector t = y.mul(y);
      FloatVector p = p5.fma(t, p4);
      FloatVector q = q5.fma(t, q4);
      p = p.fma(t, p3);
      q = q.fma(t, q3);
      p = p.fma(t, p2);
      q = q.fma(t, q2);
      p = p.fma(t, p1);
      q = q.fma(t, q1);
      p = p.fma(t, p0);
      q = q.fma(t, one);
      IntVector quotient = y.mul(p).div(q).reinterpretAsInts().min(bitsOfOne);
      IntVector nan = magnitude.add(carry).lanewise(VectorOperators.ASHR, 31);
      FloatVector erf = quotient.or(bits.and(sign)).or(nan).reinterpretAsFloats();
      FLOATS.cast(half.fma(erf, half)).intoArray(out, o + j);
    }
  }

  /** As {@link dev.grok.backend.cpu.internal.primitive.LayerPrimitives#geluBackward}. */
  static void geluBackward(
      float[] dIn,
      int id,
      float[] dOut,
      int o,
      float[] in,
      int i,
      float[] distribution,
      int ip,
      int n) {
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
    for (int j = 0; j < n; j += L) {
      FloatVector y = fromArray(S, in, i + j);
      FloatVector x = y.mul(y).mul(-0.5f);
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
      FloatVector slope = y.fma(p.mul(Gauss.DENSITY), fromArray(S, distribution, ip + j));
      FLOATS.cast(fromArray(S, dOut, o + j).mul(slope)).intoArray(dIn, id + j);
    }
  }

  /** As {@link dev.grok.backend.cpu.internal.primitive.LayerPrimitives#columnWeights}. */
  static void columnWeights(
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
