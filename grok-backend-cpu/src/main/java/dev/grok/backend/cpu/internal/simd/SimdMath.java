package dev.grok.backend.cpu.internal.simd;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** The lanes of the machine, and floats as integers. */
final class SimdMath {
  /** The widest species of the machine, at most sixteen lanes: more do not fit the reductions. */
  static final VectorSpecies<Float> S =
      FloatVector.SPECIES_PREFERRED.length() > 16
          ? FloatVector.SPECIES_512
          : FloatVector.SPECIES_PREFERRED;

  /** The same lanes as integers. */
  static final VectorSpecies<Integer> I = VectorSpecies.of(int.class, S.vectorShape());

  // A vector that leaves a loop is cast to its class. C2 does not know that class there, and JDK 17
  // asks the type profiles inside the Vector API, which the whole program shares: if other code
  // computes with another width, every operation becomes a call on an object. For the same reason a
  // vector that a loop carries from turn to turn is an argument, never the receiver.

  /** The class of {@link #S}. */
  @SuppressWarnings("unchecked")
  static final Class<FloatVector> FLOATS = (Class<FloatVector>) (Class<?>) S.vectorType();

  /** The class of {@link #I}. */
  @SuppressWarnings("unchecked")
  static final Class<IntVector> INTS = (Class<IntVector>) (Class<?>) I.vectorType();

  /** Whether it is an x86 machine. */
  static final boolean X86 = System.getProperty("os.arch").matches("amd64|x86_64");

  /** Number of lanes. */
  static final int L = S.length();

  private SimdMath() {}

  // Integers have a minimum and a maximum in one instruction, floats do not.

  /** Integers in the order of the floats whose bits are given; NaN is at either end. */
  static IntVector order(IntVector bits) {
    IntVector turn = bits.lanewise(VectorOperators.ASHR, 31).and(Integer.MAX_VALUE);
    return bits.lanewise(VectorOperators.XOR, turn);
  }

  /** The integer for one float. */
  static int order(float x) {
    int bits = Float.floatToRawIntBits(x);
    return bits ^ (bits >> 31 & Integer.MAX_VALUE);
  }

  /** The float of such an integer. */
  static float ordered(int order) {
    return Float.intBitsToFloat(order ^ (order >> 31 & Integer.MAX_VALUE));
  }
}
