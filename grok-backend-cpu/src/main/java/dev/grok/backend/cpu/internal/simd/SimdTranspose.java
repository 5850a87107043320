package dev.grok.backend.cpu.internal.simd;

import static dev.grok.backend.cpu.internal.simd.SimdMath.L;
import static dev.grok.backend.cpu.internal.simd.SimdMath.S;
import static jdk.incubator.vector.FloatVector.fromArray;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;

/**
 * Transposition of blocks of sixteen by sixteen lanes, by exchanges between rows whose numbers
 * differ in one bit: first bits 8 and 4 from the source to the destination, then bits 2 and 1
 * within the destination. All four at once would need more registers than there are. Narrower
 * vectors are left to scalar code.
 */
final class SimdTranspose {
  private static final int SIZE = 16;

  private static final VectorShuffle<Float> SWAP8 = swap(8);
  private static final VectorShuffle<Float> SWAP4 = swap(4);
  private static final VectorShuffle<Float> SWAP2 = swap(2);
  private static final VectorShuffle<Float> SWAP1 = swap(1);
  private static final VectorMask<Float> HAS8 = has(8);
  private static final VectorMask<Float> HAS4 = has(4);
  private static final VectorMask<Float> HAS2 = has(2);
  private static final VectorMask<Float> HAS1 = has(1);

  private SimdTranspose() {}

  private static VectorShuffle<Float> swap(int distance) {
    return VectorShuffle.fromOp(S, i -> (i ^ distance) % L);
  }

  private static VectorMask<Float> has(int bit) {
    boolean[] lanes = new boolean[L];
    for (int i = 0; i < L; i++) {
      lanes[i] = (i & bit) != 0;
    }
    return VectorMask.fromArray(S, lanes, 0);
  }

  /** Whether a matrix is large enough for a block. */
  static boolean fits(int rows, int columns) {
    return L == SIZE && rows >= SIZE && columns >= SIZE;
  }

  /** {@code to[j, i] = from[i, j]}; the last blocks may overlap those before them. */
  static void blocks(
      int rows, int columns, float[] to, int toAt, int toLd, float[] from, int fromAt, int fromLd) {
    for (int row = 0; row < rows; row += SIZE) {
      int i = Math.min(row, rows - SIZE);
      for (int column = 0; column < columns; column += SIZE) {
        int j = Math.min(column, columns - SIZE);
        int t = toAt + j * toLd + i;
        far(to, t, toLd, from, fromAt + i * fromLd + j, fromLd);
        near(to, t, toLd);
      }
    }
  }

  private static void far(float[] to, int toAt, int toLd, float[] from, int fromAt, int fromLd) {
    for (int row = 0; row < 4; row++) {
      int f = fromAt + row * fromLd;
      int t = toAt + row * toLd;
      FloatVector r0 = fromArray(S, from, f);
      FloatVector r4 = fromArray(S, from, f + 4 * fromLd);
      FloatVector r8 = fromArray(S, from, f + 8 * fromLd);
      FloatVector r12 = fromArray(S, from, f + 12 * fromLd);
      FloatVector x0 = r0.blend(r8.rearrange(SWAP8), HAS8);
      FloatVector x8 = r0.rearrange(SWAP8).blend(r8, HAS8);
      FloatVector x4 = r4.blend(r12.rearrange(SWAP8), HAS8);
      FloatVector x12 = r4.rearrange(SWAP8).blend(r12, HAS8);
      x0.blend(x4.rearrange(SWAP4), HAS4).intoArray(to, t);
      x0.rearrange(SWAP4).blend(x4, HAS4).intoArray(to, t + 4 * toLd);
      x8.blend(x12.rearrange(SWAP4), HAS4).intoArray(to, t + 8 * toLd);
      x8.rearrange(SWAP4).blend(x12, HAS4).intoArray(to, t + 12 * toLd);
    }
  }

  private static void near(float[] to, int toAt, int toLd) {
    for (int row = 0; row < SIZE; row += 4) {
      int t = toAt + row * toLd;
      FloatVector r0 = fromArray(S, to, t);
      FloatVector r1 = fromArray(S, to, t + toLd);
      FloatVector r2 = fromArray(S, to, t + 2 * toLd);
      FloatVector r3 = fromArray(S, to, t + 3 * toLd);
      FloatVector x0 = r0.blend(r2.rearrange(SWAP2), HAS2);
      FloatVector x2 = r0.rearrange(SWAP2).blend(r2, HAS2);
      FloatVector x1 = r1.blend(r3.rearrange(SWAP2), HAS2);
      FloatVector x3 = r1.rearrange(SWAP2).blend(r3, HAS2);
      x0.blend(x1.rearrange(SWAP1), HAS1).intoArray(to, t);
      x0.rearrange(SWAP1).blend(x1, HAS1).intoArray(to, t + toLd);
      x2.blend(x3.rearrange(SWAP1), HAS1).intoArray(to, t + 2 * toLd);
      x2.rearrange(SWAP1).blend(x3, HAS1).intoArray(to, t + 3 * toLd);
    }
  }
}
