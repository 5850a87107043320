package dev.grok.backend.cpu.internal.simd;

import static dev.grok.backend.cpu.internal.simd.SimdMath.FLOATS;
import static dev.grok.backend.cpu.internal.simd.SimdMath.L;
import static dev.grok.backend.cpu.internal.simd.SimdMath.S;
import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromArray;

import dev.grok.backend.cpu.internal.loop.ElementwiseLoops;
import jdk.incubator.vector.FloatVector;

/** {@link ElementwiseLoops} on the Vector API. */
final class SimdElementwiseLoops extends ElementwiseLoops {
  @Override
  public void add(float[] out, int o, float[] a, int ia, float[] b, int ib, int n) {
    if (n < L) {
      super.add(out, o, a, ia, b, ib, n);
      return;
    }
    // The last vector may overlap the one before it, so it is computed before that one is stored.
    int last = n - L;
    FloatVector end = fromArray(S, a, ia + last).add(fromArray(S, b, ib + last));
    for (int i = 0; i < last; i += L) {
      fromArray(S, a, ia + i).add(fromArray(S, b, ib + i)).intoArray(out, o + i);
    }
    end.intoArray(out, o + last);
  }

  @Override
  public void addRows(float[] out, int o, float[] in, int i, int rows, int ld, int n) {
    int whole = n & -L;
    for (int j = 0; j < whole; j += L) {
      FloatVector sum = fromArray(S, out, o + j);
      int at = i + j;
      for (int row = 0; row < rows; row++) {
        sum = fromArray(S, in, at).add(sum);
        at += ld;
      }
      FLOATS.cast(sum).intoArray(out, o + j);
    }
    super.addRows(out, o + whole, in, i + whole, rows, ld, n - whole);
  }

  @Override
  public void multiply(float[] out, int o, float[] a, int ia, float[] b, int ib, int n) {
    int whole = n & -L;
    for (int i = 0; i < whole; i += L) {
      fromArray(S, a, ia + i).mul(fromArray(S, b, ib + i)).intoArray(out, o + i);
    }
    super.multiply(out, o + whole, a, ia + whole, b, ib + whole, n - whole);
  }

  @Override
  public void divide(float[] out, int o, float[] a, int ia, float[] b, int ib, int n) {
    int whole = n & -L;
    for (int i = 0; i < whole; i += L) {
      fromArray(S, a, ia + i).div(fromArray(S, b, ib + i)).intoArray(out, o + i);
    }
    super.divide(out, o + whole, a, ia + whole, b, ib + whole, n - whole);
  }

  @Override
  public void scale(float[] out, int o, float[] in, int i, float factor, int n) {
    int whole = n & -L;
    for (int j = 0; j < whole; j += L) {
      fromArray(S, in, i + j).mul(broadcast(S, factor)).intoArray(out, o + j);
    }
    super.scale(out, o + whole, in, i + whole, factor, n - whole);
  }

  @Override
  public void addScaled(
      float[] out, int o, float[] a, int ia, float factor, float[] b, int ib, int n) {
    int whole = n & -L;
    for (int i = 0; i < whole; i += L) {
      broadcast(S, factor)
          .fma(fromArray(S, b, ib + i), fromArray(S, a, ia + i))
          .intoArray(out, o + i);
    }
    super.addScaled(out, o + whole, a, ia + whole, factor, b, ib + whole, n - whole);
  }
}
