package dev.grok.backend.cpu.internal.simd;

import static dev.grok.backend.cpu.internal.simd.SimdMath.FLOATS;
import static dev.grok.backend.cpu.internal.simd.SimdMath.L;
import static dev.grok.backend.cpu.internal.simd.SimdMath.S;
import static jdk.incubator.vector.FloatVector.fromArray;

import dev.grok.backend.cpu.internal.loop.Lanes;
import dev.grok.backend.cpu.internal.loop.ReductionLoops;
import jdk.incubator.vector.FloatVector;

/**
 * {@link ReductionLoops} on the Vector API: one pass for each vector of the sixteen lanes. The last
 * elements, fewer than sixteen, are added to their lanes afterwards.
 */
final class SimdReductionLoops extends ReductionLoops {
  @Override
  public float total(float[] lanes, float[] in, int i, int n) {
    int whole = n & -Lanes.COUNT;
    for (int lane = 0; lane < Lanes.COUNT; lane += L) {
      FloatVector sum = FloatVector.zero(S);
      for (int j = lane; j < whole; j += Lanes.COUNT) {
        sum = fromArray(S, in, i + j).add(sum);
      }
      FLOATS.cast(sum).intoArray(lanes, lane);
    }
    for (int j = whole; j < n; j++) {
      lanes[j - whole] += in[i + j];
    }
    return Lanes.total(lanes);
  }

  @Override
  public void dot(float[] lanes, float[] a, int ia, float[] b, int ib, int n) {
    int whole = n - n % Lanes.COUNT;
    for (int lane = 0; lane < Lanes.COUNT; lane += L) {
      FloatVector sum = fromArray(S, lanes, lane);
      for (int i = lane; i < whole; i += Lanes.COUNT) {
        sum = fromArray(S, a, ia + i).fma(fromArray(S, b, ib + i), sum);
      }
      FLOATS.cast(sum).intoArray(lanes, lane);
    }
    super.dot(lanes, a, ia + whole, b, ib + whole, n - whole);
  }

  @Override
  public void dots(
      float[] to,
      int o,
      float[] row,
      int ir,
      float[] rows,
      int first,
      int stride,
      int n,
      int width,
      float[] lanes) {
    int whole = width & -Lanes.COUNT;
    int at = first;
    for (int j = 0; j < n; j++) {
      for (int lane = 0; lane < Lanes.COUNT; lane += L) {
        FloatVector sum = FloatVector.zero(S);
        for (int c = lane; c < whole; c += Lanes.COUNT) {
          sum = fromArray(S, row, ir + c).fma(fromArray(S, rows, at + c), sum);
        }
        FLOATS.cast(sum).intoArray(lanes, lane);
      }
      for (int c = whole; c < width; c++) {
        lanes[c - whole] = Math.fma(row[ir + c], rows[at + c], lanes[c - whole]);
      }
      to[o + j] = Lanes.total(lanes);
      at += stride;
    }
  }
}
