package dev.grok.backend.cpu.internal.simd;

import static dev.grok.backend.cpu.internal.simd.SimdMath.FLOATS;
import static dev.grok.backend.cpu.internal.simd.SimdMath.L;
import static dev.grok.backend.cpu.internal.simd.SimdMath.S;
import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromArray;

import dev.grok.backend.cpu.internal.primitive.AdamStep;
import dev.grok.backend.cpu.internal.primitive.Lanes;
import dev.grok.backend.cpu.internal.primitive.LayerPrimitives;
import dev.grok.backend.cpu.internal.primitive.ScalarPrimitives;
import dev.grok.backend.cpu.internal.primitive.SgdStep;
import dev.grok.backend.cpu.internal.primitive.Tile;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/**
 * The primitives on the Vector API. Every loop takes whole vectors. What remains is left to the
 * scalar code, or done by a last vector that ends at the last element. Vectors stay in locals, so
 * that the compiler keeps them in registers. Outside loops no method of ours gives a vector: loops
 * make a method hot after few calls, so few that what it calls once is not inlined, and a vector
 * that comes from there is read from memory at every turn.
 */
public final class SimdPrimitives extends ScalarPrimitives {
  private static final LayerPrimitives LAYERS = new SimdLayers();

  /** Number of float lanes of the machine, at most sixteen. */
  public static int machineLanes() {
    return L;
  }

  @Override
  public String description() {
    String family =
        !SimdMath.X86
            ? L * 32 + "-bit"
            : L == 4 ? "SSE-class" : L == 8 ? "AVX2-class" : "AVX-512-class";
    return "%s SIMD, %d float lanes".formatted(family, L);
  }

  @Override
  public LayerPrimitives layers() {
    return LAYERS;
  }

  @Override
  public int tileRows() {
    return SimdTile.ROWS;
  }

  @Override
  public int tileVectors() {
    return SimdTile.VECTORS;
  }

  @Override
  public int lanes() {
    return L;
  }

  @Override
  public float[][] tileWork() {
    return new float[1][SimdTile.ROWS * SimdTile.VECTORS * L];
  }

  @Override
  public void tile(
      int k,
      float[] a,
      int aAt,
      int aRow,
      int aStep,
      float[] b,
      int bAt,
      int bStep,
      int rows,
      int columns,
      float[] c,
      int cAt,
      int ldc,
      Tile mode,
      float[][] work) {
    boolean goesOn = mode == Tile.CONTINUE;
    if (columns >= L && mode != Tile.ACCUMULATE) {
      SimdTile.multiply(k, a, aAt, aRow, aStep, b, bAt, bStep, rows, columns, c, cAt, ldc, goesOn);
    } else {
      float[] spill = work[0];
      int width = Math.max(columns, L);
      spill(spill, width, c, cAt, ldc, rows, columns, mode);
      SimdTile.multiply(
          k, a, aAt, aRow, aStep, b, bAt, bStep, rows, width, spill, 0, width, goesOn);
      unspill(spill, width, c, cAt, ldc, rows, columns, mode);
    }
  }

  /** Where the chains of a spilled tile begin. */
  private void spill(
      float[] spill, int width, float[] c, int cAt, int ldc, int rows, int columns, Tile mode) {
    if (mode == Tile.CONTINUE) {
      copyBlock(rows, columns, spill, 0, width, c, cAt, ldc);
    } else {
      Arrays.fill(spill, 0, rows * width, 0f);
    }
  }

  /** Stores the part of a spilled tile that lies within c. */
  private void unspill(
      float[] spill, int width, float[] c, int cAt, int ldc, int rows, int columns, Tile mode) {
    if (mode != Tile.ACCUMULATE) {
      copyBlock(rows, columns, c, cAt, ldc, spill, 0, width);
      return;
    }
    for (int i = 0; i < rows; i++) {
      add(c, cAt + i * ldc, c, cAt + i * ldc, spill, i * width, columns);
    }
  }

  @Override
  public void copyBlock(
      int rows, int columns, float[] to, int toAt, int toLd, float[] from, int fromAt, int fromLd) {
    int done = 0;
    for (; done + 2 * L <= columns; done += 2 * L) {
      for (int i = 0; i < rows; i++) {
        int t = toAt + i * toLd + done;
        int f = fromAt + i * fromLd + done;
        fromArray(S, from, f).intoArray(to, t);
        fromArray(S, from, f + L).intoArray(to, t + L);
      }
    }
    if (done + L <= columns) {
      for (int i = 0; i < rows; i++) {
        fromArray(S, from, fromAt + i * fromLd + done).intoArray(to, toAt + i * toLd + done);
      }
      done += L;
    }
    super.copyBlock(rows, columns - done, to, toAt + done, toLd, from, fromAt + done, fromLd);
  }

  @Override
  public void transposeBlock(
      int rows, int columns, float[] to, int toAt, int toLd, float[] from, int fromAt, int fromLd) {
    if (SimdTranspose.fits(rows, columns)) {
      SimdTranspose.blocks(rows, columns, to, toAt, toLd, from, fromAt, fromLd);
    } else {
      super.transposeBlock(rows, columns, to, toAt, toLd, from, fromAt, fromLd);
    }
  }

  @Override
  public void add(float[] out, int o, float[] a, int ia, float[] b, int ib, int n) {
    if (n < L) {
      super.add(out, o, a, ia, b, ib, n);
      return;
    }
    // The last vector may overlap the one before it: it is made before that is stored.
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
  public void relu(float[] x, int i, int n) {
    int whole = n & -L;
    for (int j = 0; j < whole; j += L) {
      FloatVector y = fromArray(S, x, i + j);
      y.blend(0f, y.compare(VectorOperators.LE, 0f)).intoArray(x, i + j);
    }
    super.relu(x, i + whole, n - whole);
  }

  @Override
  public void biasTanh(
      float[] out, int o, float[] in, int i, float[] bias, int b, int period, int n) {
    int whole = n & -L;
    int at = SimdFunctions.biasTanh(out, o, in, i, bias, b, period, whole);
    super.biasTanh(out, o + whole, in, i + whole, bias, at, period, n - whole);
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
  public void tanhBackward(float[] dIn, int i, float[] dOut, int o, float[] out, int io, int n) {
    int whole = n & -L;
    for (int j = 0; j < whole; j += L) {
      FloatVector y = fromArray(S, out, io + j);
      fromArray(S, dOut, o + j).mul(y.neg().fma(y, broadcast(S, 1f))).intoArray(dIn, i + j);
    }
    super.tanhBackward(dIn, i + whole, dOut, o + whole, out, io + whole, n - whole);
  }

  // Reductions: one pass for each vector's worth of the sixteen lanes; the rest is shorter than 16.

  @Override
  public void sum(float[] lanes, float[] in, int i, int n) {
    int whole = n - n % Lanes.COUNT;
    for (int lane = 0; lane < Lanes.COUNT; lane += L) {
      FloatVector sum = fromArray(S, lanes, lane);
      for (int j = lane; j < whole; j += Lanes.COUNT) {
        sum = fromArray(S, in, i + j).add(sum);
      }
      FLOATS.cast(sum).intoArray(lanes, lane);
    }
    super.sum(lanes, in, i + whole, n - whole);
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
  public float maximum(float[] in, int i, int n) {
    int whole = n & -L;
    IntVector max = IntVector.broadcast(SimdMath.I, SimdMath.order(Float.NEGATIVE_INFINITY));
    for (int j = 0; j < whole; j += L) {
      max = SimdMath.order(fromArray(S, in, i + j).reinterpretAsInts()).max(max);
    }
    float ofWhole = SimdMath.ordered(SimdMath.INTS.cast(max).reduceLanes(VectorOperators.MAX));
    return Math.max(ofWhole, super.maximum(in, i + whole, n - whole));
  }

  @Override
  public void exp(float[] lanes, float[] out, int o, float[] in, int i, float shift, int n) {
    int whole = n - n % Lanes.COUNT;
    SimdFunctions.exp(lanes, out, o, in, i, shift, whole);
    super.exp(lanes, out, o + whole, in, i + whole, shift, n - whole);
  }

  @Override
  public void divideAndScale(
      float[] out, int o, float[] in, int i, float divisor, float factor, int n) {
    int whole = n & -L;
    for (int j = 0; j < whole; j += L) {
      fromArray(S, in, i + j)
          .div(broadcast(S, divisor))
          .mul(broadcast(S, factor))
          .intoArray(out, o + j);
    }
    super.divideAndScale(out, o + whole, in, i + whole, divisor, factor, n - whole);
  }

  @Override
  public void squaredDistances(
      float[] distances, int o, float[] point, int ip, int dimensions, float[] targets, int n) {
    int whole = n & -L;
    for (int v = 0; v < whole; v += L) {
      FloatVector sum = FloatVector.zero(SimdMath.S);
      for (int d = 0; d < dimensions; d++) {
        FloatVector difference = broadcast(S, point[ip + d]).sub(fromArray(S, targets, d * n + v));
        sum = difference.fma(difference, sum);
      }
      FLOATS.cast(sum).intoArray(distances, o + v);
    }
    squaredDistances(distances, o, point, ip, dimensions, targets, whole, n - whole, n);
  }

  @Override
  public void adam(
      AdamStep step,
      float[] parameter,
      int ip,
      float[] m,
      int im,
      float[] v,
      int iv,
      float[] gradient,
      int ig,
      int n) {
    FloatVector l2 = broadcast(S, step.l2);
    FloatVector keep = broadcast(S, step.keep);
    FloatVector oneMinusBeta1 = broadcast(S, step.oneMinusBeta1);
    FloatVector oneMinusBeta2 = broadcast(S, step.oneMinusBeta2);
    FloatVector minusOneMinusBeta2 = broadcast(S, -step.oneMinusBeta2);
    FloatVector rootCorrection = broadcast(S, step.rootCorrection);
    FloatVector epsilon = broadcast(S, step.epsilon);
    FloatVector minusStepSize = broadcast(S, -step.stepSize);
    int whole = n & -L;
    for (int i = 0; i < whole; i += L) {
      // All loads before the first store, which might change what is loaded for all the compiler
      // knows.
      FloatVector p = fromArray(S, parameter, ip + i);
      FloatVector m0 = fromArray(S, m, im + i);
      FloatVector v0 = fromArray(S, v, iv + i);
      FloatVector g = l2.fma(p, fromArray(S, gradient, ig + i));
      FloatVector m1 = g.sub(m0).fma(oneMinusBeta1, m0);
      FloatVector v1 = oneMinusBeta2.mul(g).fma(g, minusOneMinusBeta2.fma(v0, v0));
      FloatVector denominator = v1.sqrt().fma(rootCorrection, epsilon);
      FloatVector updated = minusStepSize.fma(m1.div(denominator), p.mul(keep));
      m1.intoArray(m, im + i);
      v1.intoArray(v, iv + i);
      updated.intoArray(parameter, ip + i);
    }
    super.adam(
        step, parameter, ip + whole, m, im + whole, v, iv + whole, gradient, ig + whole, n - whole);
  }

  @Override
  public void sgd(
      SgdStep step,
      float[] parameter,
      int ip,
      float[] buffer,
      int ib,
      float[] gradient,
      int ig,
      int n) {
    FloatVector l2 = broadcast(S, step.l2);
    FloatVector keep = broadcast(S, step.keep);
    FloatVector momentum = broadcast(S, step.momentum);
    FloatVector minusLearningRate = broadcast(S, -step.learningRate);
    int whole = n & -L;
    for (int i = 0; i < whole; i += L) {
      FloatVector p = fromArray(S, parameter, ip + i);
      FloatVector g = l2.fma(p, fromArray(S, gradient, ig + i));
      FloatVector b = momentum.fma(fromArray(S, buffer, ib + i), g);
      b.intoArray(buffer, ib + i);
      minusLearningRate.fma(b, p.mul(keep)).intoArray(parameter, ip + i);
    }
    super.sgd(step, parameter, ip + whole, buffer, ib + whole, gradient, ig + whole, n - whole);
  }
}
