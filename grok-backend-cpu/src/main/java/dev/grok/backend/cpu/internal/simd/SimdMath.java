package dev.grok.backend.cpu.internal.simd;

import static jdk.incubator.vector.FloatVector.broadcast;

import dev.grok.backend.cpu.internal.primitive.FloatMath;
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

  /** Whether it is an x86 machine. */
  static final boolean X86 = System.getProperty("os.arch").matches("amd64|x86_64");

  /** Number of lanes. */
  static final int L = S.length();

  private SimdMath() {}

  /** {@link FloatMath#tanh} in every lane. */
  static FloatVector tanh(FloatVector x) {
    FloatVector t = x.mul(x);
    FloatVector p = broadcast(S, FloatMath.P4).fma(t, broadcast(S, FloatMath.P3));
    p = p.fma(t, broadcast(S, FloatMath.P2));
    p = p.fma(t, broadcast(S, FloatMath.P1));
    p = p.fma(t, broadcast(S, 1f));
    FloatVector q = broadcast(S, FloatMath.Q4).fma(t, broadcast(S, FloatMath.Q3));
    q = q.fma(t, broadcast(S, FloatMath.Q2));
    q = q.fma(t, broadcast(S, FloatMath.Q1));
    q = q.fma(t, broadcast(S, 1f));
    FloatVector magnitude = x.abs();
    FloatVector y = magnitude.mul(p).div(q);
    y = y.blend(1f, y.compare(VectorOperators.GT, 1f));
    y = y.blend(1f, magnitude.compare(VectorOperators.GT, FloatMath.TANH_ONE));
    IntVector sign = x.reinterpretAsInts().and(Integer.MIN_VALUE);
    return y.reinterpretAsInts().or(sign).reinterpretAsFloats();
  }
}
