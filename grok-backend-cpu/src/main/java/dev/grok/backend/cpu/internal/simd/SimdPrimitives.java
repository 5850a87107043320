package dev.grok.backend.cpu.internal.simd;

import static dev.grok.backend.cpu.internal.simd.SimdMath.L;
import static dev.grok.backend.cpu.internal.simd.SimdMath.S;
import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromArray;

import dev.grok.backend.cpu.internal.primitive.AdamStep;
import dev.grok.backend.cpu.internal.primitive.FloatMath;
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
    int wholeRows = SimdTranspose.whole(rows);
    int wholeColumns = SimdTranspose.whole(columns);
    SimdTranspose.blocks(wholeRows, wholeColumns, to, toAt, toLd, from, fromAt, fromLd);
    super.transposeBlock(
        wholeRows,
        columns - wholeColumns,
        to,
        toAt + wholeColumns * toLd,
        toLd,
        from,
        fromAt + wholeColumns,
        fromLd);
    super.transposeBlock(
        rows - wholeRows,
        columns,
        to,
        toAt + wholeRows,
        toLd,
        from,
        fromAt + wholeRows * fromLd,
        fromLd);
  }

  @Override
  public void add(float[] out, int o, float[] a, int ia, float[] b, int ib, int n) {
    int whole = n & -L;
    for (int i = 0; i < whole; i += L) {
      fromArray(S, a, ia + i).add(fromArray(S, b, ib + i)).intoArray(out, o + i);
    }
    super.add(out, o + whole, a, ia + whole, b, ib + whole, n - whole);
  }

  @Override
  public void addRows(float[] out, int o, float[] in, int i, int rows, int ld, int n) {
    int whole = n & -L;
    for (int j = 0; j < whole; j += L) {
      FloatVector sum = fromArray(S, out, o + j);
      int at = i + j;
      for (int row = 0; row < rows; row++) {
        sum = sum.add(fromArray(S, in, at));
        at += ld;
      }
      sum.intoArray(out, o + j);
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
  public void biasRelu(float[] out, int o, float[] in, int i, float[] bias, int ib, int n) {
    int whole = n & -L;
    for (int j = 0; j < whole; j += L) {
      FloatVector x = fromArray(S, in, i + j).add(fromArray(S, bias, ib + j));
      x.blend(0f, x.compare(VectorOperators.LE, 0f)).intoArray(out, o + j);
    }
    super.biasRelu(out, o + whole, in, i + whole, bias, ib + whole, n - whole);
  }

  @Override
  public void biasTanh(float[] out, int o, float[] in, int i, float[] bias, int ib, int n) {
    if (n < L) {
      super.biasTanh(out, o, in, i, bias, ib, n);
      return;
    }
    // The next vector is loaded before this one is stored: the last may overlap it.
    int last = n - L;
    FloatVector x = fromArray(S, in, i).add(fromArray(S, bias, ib));
    for (int j = 0; j < n; j += L) {
      int next = Math.min(j + L, last);
      FloatVector y = fromArray(S, in, i + next).add(fromArray(S, bias, ib + next));
      SimdMath.tanh(x).intoArray(out, o + Math.min(j, last));
      x = y;
    }
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
    if (n < L) {
      super.tanhBackward(dIn, i, dOut, o, out, io, n);
      return;
    }
    int last = n - L;
    FloatVector y = fromArray(S, out, io);
    FloatVector x = fromArray(S, dOut, o).mul(y.neg().fma(y, broadcast(S, 1f)));
    for (int j = 0; j < n; j += L) {
      int next = Math.min(j + L, last);
      y = fromArray(S, out, io + next);
      FloatVector nextOne = fromArray(S, dOut, o + next).mul(y.neg().fma(y, broadcast(S, 1f)));
      x.intoArray(dIn, i + Math.min(j, last));
      x = nextOne;
    }
  }

  // Reductions: one pass for each vector's worth of the sixteen lanes; the rest is shorter than 16.

  @Override
  public void sum(float[] lanes, float[] in, int i, int n) {
    int whole = n - n % Lanes.COUNT;
    for (int lane = 0; lane < Lanes.COUNT; lane += L) {
      FloatVector sum = fromArray(S, lanes, lane);
      for (int j = lane; j < whole; j += Lanes.COUNT) {
        sum = sum.add(fromArray(S, in, i + j));
      }
      sum.intoArray(lanes, lane);
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
      sum.intoArray(lanes, lane);
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
      sum.intoArray(lanes, lane);
    }
    super.squaredDifferences(lanes, a, ia + whole, b, ib + whole, n - whole);
  }

  @Override
  public float maximum(float[] in, int i, int n) {
    int whole = n & -L;
    FloatVector max = broadcast(S, Float.NEGATIVE_INFINITY);
    FloatVector other = max;
    // Two chains: a comparison and a blend take a while.
    int pairs = whole & -2 * L;
    for (int j = 0; j < pairs; j += 2 * L) {
      FloatVector x = fromArray(S, in, i + j);
      FloatVector y = fromArray(S, in, i + j + L);
      max = max.blend(x, x.compare(VectorOperators.GT, max));
      other = other.blend(y, y.compare(VectorOperators.GT, other));
    }
    if (pairs < whole) {
      FloatVector x = fromArray(S, in, i + pairs);
      max = max.blend(x, x.compare(VectorOperators.GT, max));
    }
    max = max.blend(other, other.compare(VectorOperators.GT, max));
    return Math.max(max.reduceLanes(VectorOperators.MAX), super.maximum(in, i + whole, n - whole));
  }

  /** Written out for the reason given at {@link #exp}. */
  @Override
  public void sumOfExp(float[] lanes, float[] in, int i, float shift, int n) {
    FloatVector log2e = broadcast(S, FloatMath.LOG2_E);
    FloatVector round = broadcast(S, FloatMath.ROUND);
    FloatVector ln2High = broadcast(S, -FloatMath.LN2_HIGH);
    FloatVector ln2Low = broadcast(S, -FloatMath.LN2_LOW);
    FloatVector e0 = broadcast(S, FloatMath.E0);
    FloatVector e1 = broadcast(S, FloatMath.E1);
    FloatVector e2 = broadcast(S, FloatMath.E2);
    FloatVector e3 = broadcast(S, FloatMath.E3);
    FloatVector e4 = broadcast(S, FloatMath.E4);
    FloatVector shifts = broadcast(S, shift);
    int whole = n - n % Lanes.COUNT;
    for (int lane = 0; lane < Lanes.COUNT; lane += L) {
      FloatVector sum = fromArray(S, lanes, lane);
      for (int j = lane; j < whole; j += Lanes.COUNT) {
        FloatVector x = fromArray(S, in, i + j).sub(shifts);
        x = x.blend(FloatMath.EXP_MIN, x.compare(VectorOperators.LT, FloatMath.EXP_MIN));
        x = x.blend(FloatMath.EXP_MAX, x.compare(VectorOperators.GT, FloatMath.EXP_MAX));
        FloatVector shifted = x.fma(log2e, round);
        FloatVector integer = shifted.sub(round);
        FloatVector r = integer.fma(ln2High, x);
        r = integer.fma(ln2Low, r);
        FloatVector p = e4.fma(r, e3);
        p = p.fma(r, e2);
        p = p.fma(r, e1);
        p = p.fma(r, e0);
        p = p.fma(r.mul(r), r).add(1f);
        IntVector bits = shifted.reinterpretAsInts().sub(FloatMath.ROUND_BITS);
        IntVector half = bits.lanewise(VectorOperators.ASHR, 1);
        IntVector rest = bits.sub(half).add(127).lanewise(VectorOperators.LSHL, 23);
        p = p.mul(half.add(127).lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats());
        sum = sum.add(p.mul(rest.reinterpretAsFloats()));
      }
      sum.intoArray(lanes, lane);
    }
    super.sumOfExp(lanes, in, i + whole, shift, n - whole);
  }

  /**
   * {@link FloatMath#exp} written out. Where this loop is inlined into another the compiler may box
   * vectors; it inlines no method of this length.
   */
  @Override
  public void exp(float[] out, int o, float[] in, int i, float shift, int n) {
    FloatVector log2e = broadcast(S, FloatMath.LOG2_E);
    FloatVector round = broadcast(S, FloatMath.ROUND);
    FloatVector ln2High = broadcast(S, -FloatMath.LN2_HIGH);
    FloatVector ln2Low = broadcast(S, -FloatMath.LN2_LOW);
    FloatVector e0 = broadcast(S, FloatMath.E0);
    FloatVector e1 = broadcast(S, FloatMath.E1);
    FloatVector e2 = broadcast(S, FloatMath.E2);
    FloatVector e3 = broadcast(S, FloatMath.E3);
    FloatVector e4 = broadcast(S, FloatMath.E4);
    FloatVector shifts = broadcast(S, shift);
    int whole = n & -L;
    for (int j = 0; j < whole; j += L) {
      FloatVector x = fromArray(S, in, i + j).sub(shifts);
      x = x.blend(FloatMath.EXP_MIN, x.compare(VectorOperators.LT, FloatMath.EXP_MIN));
      x = x.blend(FloatMath.EXP_MAX, x.compare(VectorOperators.GT, FloatMath.EXP_MAX));
      FloatVector shifted = x.fma(log2e, round);
      FloatVector integer = shifted.sub(round);
      FloatVector r = integer.fma(ln2High, x);
      r = integer.fma(ln2Low, r);
      FloatVector p = e4.fma(r, e3);
      p = p.fma(r, e2);
      p = p.fma(r, e1);
      p = p.fma(r, e0);
      p = p.fma(r.mul(r), r).add(1f);
      IntVector bits = shifted.reinterpretAsInts().sub(FloatMath.ROUND_BITS);
      IntVector half = bits.lanewise(VectorOperators.ASHR, 1);
      IntVector rest = bits.sub(half).add(127).lanewise(VectorOperators.LSHL, 23);
      p = p.mul(half.add(127).lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats());
      p.mul(rest.reinterpretAsFloats()).intoArray(out, o + j);
    }
    super.exp(out, o + whole, in, i + whole, shift, n - whole);
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
      sum.intoArray(distances, o + v);
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
