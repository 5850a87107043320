package dev.grok.backend.cpu.internal.simd;

import static dev.grok.backend.cpu.internal.simd.SimdMath.L;

import dev.grok.backend.cpu.internal.loop.Loops;

/**
 * The loops on the Vector API. Every loop takes whole vectors. The rest is left to the scalar code,
 * or done by a last vector that ends at the last element.
 *
 * <p>Vectors stay in locals, so that the compiler keeps them in registers. Outside loops, no method
 * of ours returns a vector: a method with loops is compiled after few calls, and then what it calls
 * once is not inlined yet; a vector that comes from there is read from memory at every turn.
 *
 * <p>A loop with exp, tanh or erf is nearly all that the compiler can take in one method: inlined
 * into another method, its last operations would stay calls that make objects. So each such loop is
 * a method of its own, named {@code ...OfVectors}, with the function written out, and longer than
 * the 325 byte codes up to which HotSpot inlines.
 */
public final class SimdLoops {
  private SimdLoops() {}

  /** Number of float lanes of the machine, at most sixteen. */
  public static int machineLanes() {
    return L;
  }

  /** All families. */
  public static Loops all() {
    String machine =
        !SimdMath.X86
            ? L * 32 + "-bit"
            : L == 4 ? "SSE-class" : L == 8 ? "AVX2-class" : "AVX-512-class";
    return new Loops(
        "%s SIMD, %d float lanes".formatted(machine, L),
        new SimdMatmulLoops(),
        new SimdElementwiseLoops(),
        new SimdReductionLoops(),
        new SimdDistanceLoops(),
        new SimdActivationLoops(),
        new SimdNormLoops(),
        new SimdSoftmaxLoops(),
        new SimdOptimizerLoops(),
        new SimdDropoutLoops());
  }
}
