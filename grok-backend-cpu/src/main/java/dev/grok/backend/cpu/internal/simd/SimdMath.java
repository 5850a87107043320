package dev.grok.backend.cpu.internal.simd;

import static jdk.incubator.vector.FloatVector.broadcast;

import dev.grok.backend.cpu.internal.primitive.FloatMath;
import dev.grok.backend.cpu.internal.primitive.Gauss;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** The lanes of the machine, and {@link FloatMath} on all of them at once. */
final class SimdMath {
  /** The widest species of the machine, at most sixteen lanes: more do not fit the reductions. */
  static final VectorSpecies<Float> S =
      FloatVector.SPECIES_PREFERRED.length() > 16
          ? FloatVector.SPECIES_512
          : FloatVector.SPECIES_PREFERRED;

  /** The same lanes as integers. */
  static final VectorSpecies<Integer> I = VectorSpecies.of(int.class, S.vectorShape());

  /** Whether it is an x86 machine. */
  static final boolean X86 = System.getProperty("os.arch").matches("amd64|x86_64");

  /** Number of lanes. */
  static final int L = S.length();

  private static final int NAN_CARRY = 0x7FFFFF;

  private SimdMath() {}

  /** {@link FloatMath#exp} in every lane. */
  static FloatVector exp(FloatVector x) {
    FloatVector shifted = x.fma(broadcast(S, FloatMath.LOG2_E), broadcast(S, FloatMath.ROUND));
    FloatVector integer = shifted.sub(FloatMath.ROUND);
    FloatVector r = integer.fma(broadcast(S, -FloatMath.LN2_HIGH), x);
    r = integer.fma(broadcast(S, -FloatMath.LN2_LOW), r);
    FloatVector p = broadcast(S, FloatMath.E4).fma(r, broadcast(S, FloatMath.E3));
    p = p.fma(r, broadcast(S, FloatMath.E2));
    p = p.fma(r, broadcast(S, FloatMath.E1));
    p = p.fma(r, broadcast(S, FloatMath.E0));
    p = p.fma(r.mul(r), r).add(1f);
    IntVector power = shifted.reinterpretAsInts().add(FloatMath.POWER);
    p = p.mul(power.lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats());
    return p.blend(0f, x.compare(VectorOperators.LT, FloatMath.EXP_ZERO));
  }

  /** {@link FloatMath#tanh} in every lane. */
  static FloatVector tanh(FloatVector x) {
    IntVector bits = x.reinterpretAsInts();
    FloatVector magnitude = atMost(bits, FloatMath.TANH_ONE);
    FloatVector t = magnitude.mul(magnitude);
    FloatVector p = broadcast(S, FloatMath.P4).fma(t, broadcast(S, FloatMath.P3));
    p = p.fma(t, broadcast(S, FloatMath.P2));
    p = p.fma(t, broadcast(S, FloatMath.P1));
    p = p.fma(t, broadcast(S, 1f));
    FloatVector q = broadcast(S, FloatMath.Q4).fma(t, broadcast(S, FloatMath.Q3));
    q = q.fma(t, broadcast(S, FloatMath.Q2));
    q = q.fma(t, broadcast(S, FloatMath.Q1));
    q = q.fma(t, broadcast(S, 1f));
    return upToOne(bits, magnitude.mul(p).div(q));
  }

  /** {@link Gauss#erf} in every lane. */
  static FloatVector erf(FloatVector x) {
    IntVector bits = x.reinterpretAsInts();
    FloatVector magnitude = atMost(bits, Gauss.ONE);
    FloatVector t = magnitude.mul(magnitude);
    FloatVector p = broadcast(S, Gauss.P5).fma(t, broadcast(S, Gauss.P4));
    FloatVector q = broadcast(S, Gauss.Q5).fma(t, broadcast(S, Gauss.Q4));
    p = p.fma(t, broadcast(S, Gauss.P3));
    q = q.fma(t, broadcast(S, Gauss.Q3));
    p = p.fma(t, broadcast(S, Gauss.P2));
    q = q.fma(t, broadcast(S, Gauss.Q2));
    p = p.fma(t, broadcast(S, Gauss.P1));
    q = q.fma(t, broadcast(S, Gauss.Q1));
    p = p.fma(t, broadcast(S, Gauss.P0));
    q = q.fma(t, broadcast(S, 1f));
    return upToOne(bits, magnitude.mul(p).div(q));
  }

  // Integers have a minimum and a maximum in one instruction, floats do not.

  /** The bits of floats as integers that are ordered as they are; NaN is at either end. */
  static IntVector order(IntVector bits) {
    IntVector turn = bits.lanewise(VectorOperators.ASHR, 31).and(Integer.MAX_VALUE);
    return bits.lanewise(VectorOperators.XOR, turn);
  }

  /** As above of one float. */
  static int order(float x) {
    int bits = Float.floatToRawIntBits(x);
    return bits ^ (bits >> 31 & Integer.MAX_VALUE);
  }

  /** The float that has this place. */
  static float ordered(int order) {
    return Float.intBitsToFloat(order ^ (order >> 31 & Integer.MAX_VALUE));
  }

  /** Magnitudes, but no more than the given number; NaN becomes that number. */
  private static FloatVector atMost(IntVector bits, float most) {
    return bits.and(Integer.MAX_VALUE).min(Float.floatToRawIntBits(most)).reinterpretAsFloats();
  }

  /** At most 1 with the sign of the given bits; NaN where those are NaN. */
  private static FloatVector upToOne(IntVector bits, FloatVector y) {
    IntVector one = y.reinterpretAsInts().min(Float.floatToRawIntBits(1f));
    // The bits of every NaN and of nothing else carry into the sign, which fills all bits.
    IntVector nan = bits.and(Integer.MAX_VALUE).add(NAN_CARRY).lanewise(VectorOperators.ASHR, 31);
    return one.or(bits.and(Integer.MIN_VALUE)).or(nan).reinterpretAsFloats();
  }
}
