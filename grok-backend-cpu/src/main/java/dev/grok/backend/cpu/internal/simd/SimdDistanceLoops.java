package dev.grok.backend.cpu.internal.simd;

import static dev.grok.backend.cpu.internal.simd.SimdMath.FLOATS;
import static dev.grok.backend.cpu.internal.simd.SimdMath.L;
import static dev.grok.backend.cpu.internal.simd.SimdMath.S;
import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromArray;

import dev.grok.backend.cpu.internal.loop.DistanceLoops;
import dev.grok.backend.cpu.internal.loop.Lanes;
import jdk.incubator.vector.FloatVector;

/** {@link DistanceLoops} on the Vector API. */
final class SimdDistanceLoops extends DistanceLoops {
  @Override
  public void squaredDifferences(float[] lanes, float[] a, int ia, float[] b, int ib, int n) {
    int whole = n - n % Lanes.COUNT;
    for (int lane = 0; lane < Lanes.COUNT; lane += L) {
      FloatVector sum = fromArray(S, lanes, lane);
      for (int i = lane; i < whole; i += Lanes.COUNT) {
        FloatVector d = fromArray(S, a, ia + i).sub(fromArray(S, b, ib + i));
        sum = d.fma(d, sum);
      }
      FLOATS.cast(sum).intoArray(lanes, lane);
    }
    super.squaredDifferences(lanes, a, ia + whole, b, ib + whole, n - whole);
  }

  @Override
  public void scaledDifference(
      float[] out, int o, float[] a, int ia, float[] b, int ib, float factor, int n) {
    int whole = n & -L;
    for (int i = 0; i < whole; i += L) {
      fromArray(S, a, ia + i)
          .sub(fromArray(S, b, ib + i))
          .mul(broadcast(S, factor))
          .intoArray(out, o + i);
    }
    super.scaledDifference(out, o + whole, a, ia + whole, b, ib + whole, factor, n - whole);
  }

  @Override
  public void squaredDistances(
      float[] distances, int o, float[] point, int ip, int dimensions, float[] targets, int n) {
    int whole = n & -L;
    for (int v = 0; v < whole; v += L) {
      FloatVector sum = FloatVector.zero(S);
      for (int d = 0; d < dimensions; d++) {
        FloatVector difference = broadcast(S, point[ip + d]).sub(fromArray(S, targets, d * n + v));
        sum = difference.fma(difference, sum);
      }
      FLOATS.cast(sum).intoArray(distances, o + v);
    }
    squaredDistances(distances, o, point, ip, dimensions, targets, whole, n - whole, n);
  }
}
