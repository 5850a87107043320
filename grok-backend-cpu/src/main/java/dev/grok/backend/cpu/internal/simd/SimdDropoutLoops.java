package dev.grok.backend.cpu.internal.simd;

import static dev.grok.backend.cpu.internal.simd.SimdMath.I;
import static dev.grok.backend.cpu.internal.simd.SimdMath.L;
import static dev.grok.backend.cpu.internal.simd.SimdMath.S;
import static jdk.incubator.vector.FloatVector.fromArray;

import dev.grok.backend.cpu.internal.loop.DropoutLoops;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/** {@link DropoutLoops} on the Vector API. */
final class SimdDropoutLoops extends DropoutLoops {
  @Override
  public void words(int[] words, long seed, long stream, int first, int n) {
    words(words, SimdPhilox.words(words, seed, stream, first, n), seed, stream, first, n);
  }

  @Override
  public void dropout(
      float[] out, int o, float[] in, int i, int[] words, float rate, float scale, int n) {
    // The upper 24 bits and 2²⁴ rate are exact in float, and so is their comparison.
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
}
