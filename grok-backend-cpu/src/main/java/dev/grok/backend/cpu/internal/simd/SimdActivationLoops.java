package dev.grok.backend.cpu.internal.simd;

import static dev.grok.backend.cpu.internal.simd.SimdMath.FLOATS;
import static dev.grok.backend.cpu.internal.simd.SimdMath.I;
import static dev.grok.backend.cpu.internal.simd.SimdMath.L;
import static dev.grok.backend.cpu.internal.simd.SimdMath.S;
import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromArray;

import dev.grok.backend.cpu.internal.loop.ActivationLoops;
import dev.grok.backend.cpu.internal.loop.FloatMath;
import dev.grok.backend.cpu.internal.loop.Gauss;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/**
 * {@link ActivationLoops} on the Vector API. Loops with tanh, erf or exp are methods of their own,
 * as {@link SimdLoops} explains.
 */
final class SimdActivationLoops extends ActivationLoops {
  /** Added to the bits of a magnitude, it carries into the sign exactly if the magnitude is NaN. */
  private static final int NAN_CARRY = 0x7FFFFF;

  @Override
  public void relu(float[] x, int i, int n) {
    int whole = n & -L;
    for (int j = 0; j < whole; j += L) {
      FloatVector y = fromArray(S, x, i + j);
      y.blend(0f, y.compare(VectorOperators.LE, 0f)).intoArray(x, i + j);
    }
    super.relu(x, i + whole, n - whole);
  }

  @Override
  public void reluBackward(float[] dIn, int i, float[] dOut, int o, float[] out, int io, int n) {
    int whole = n & -L;
    for (int j = 0; j < whole; j += L) {
      fromArray(S, dOut, o + j)
          .blend(0f, fromArray(S, out, io + j).compare(VectorOperators.LE, 0f))
          .intoArray(dIn, i + j);
    }
    super.reluBackward(dIn, i + whole, dOut, o + whole, out, io + whole, n - whole);
  }

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
  public void biasTanh(
      float[] out, int o, float[] in, int i, float[] bias, int b, int period, int n) {
    int whole = n & -L;
    int at = tanhOfVectors(out, o, in, i, bias, b, period, whole);
    super.biasTanh(out, o + whole, in, i + whole, bias, at, period, n - whole);
  }

  @Override
  public void tanhBackward(float[] dIn, int i, float[] dOut, int o, float[] out, int io, int n) {
    int whole = n & -L;
    for (int j = 0; j < whole; j += L) {
      FloatVector y = fromArray(S, out, io + j);
      fromArray(S, dOut, o + j).mul(y.neg().fma(y, broadcast(S, 1f))).intoArray(dIn, i + j);
    }
    super.tanhBackward(dIn, i + whole, dOut, o + whole, out, io + whole, n - whole);
  }

  @Override
  public void biasGelu(
      float[] out, int o, float[] in, int i, float[] bias, int b, int period, int n) {
    int whole = n & -L;
    int at = geluOfVectors(out, o, in, i, bias, b, period, whole);
    super.biasGelu(out, o + whole, in, i + whole, bias, at, period, n - whole);
  }

  @Override
  public void distribution(float[] out, int o, float[] x, int i, int n) {
    int whole = n & -L;
    distributionOfVectors(out, o, x, i, whole);
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
    geluBackwardOfVectors(dIn, id, dOut, o, x, i, distribution, ip, whole);
    super.geluBackward(
        dIn, id + whole, dOut, o + whole, x, i + whole, distribution, ip + whole, n - whole);
  }

  /** {@link #biasTanh} of whole vectors; returns where in the bias it ended. */
  private static int tanhOfVectors(
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
      // No branch here: with one, JDK 17 takes a third longer.
      at -= period & (period - 1 - at) >> 31;
    }
    return at;
  }

  /**
   * {@link #biasGelu} of whole vectors; returns where in the bias it ended. It takes erf of the
   * magnitude, as x erf(x) is even; a NaN comes back with the half of x that is added.
   */
  private static int geluOfVectors(
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
      // No branch here: with one, JDK 17 takes a third longer.
      at -= period & (period - 1 - at) >> 31;
    }
    return at;
  }

  /** {@link #distribution} of whole vectors. */
  private static void distributionOfVectors(float[] out, int o, float[] x, int i, int n) {
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

  /** {@link #geluBackward} of whole vectors. */
  private static void geluBackwardOfVectors(
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
}
