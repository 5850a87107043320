package dev.grok.backend.cpu.internal.op;

import dev.grok.api.Tensor;
import dev.grok.api.kernel.Transpose;
import dev.grok.api.kernel.Write;
import dev.grok.backend.cpu.internal.loop.MatmulLoops;
import dev.grok.backend.cpu.internal.loop.TileMode;
import dev.grok.backend.cpu.internal.memory.Floats;
import dev.grok.backend.cpu.internal.run.Op;
import dev.grok.backend.cpu.internal.run.Scratch;

/**
 * A product of few rows with a transposed B, computed as {@code Cᵀ = B Aᵀ}: B's rows are read in
 * place, and only A and C, which are smaller, are transposed. The chains over k are the same.
 */
final class ColumnMatmulOp implements Op.Body {
  /** A transpose of A with more rows than this (128 kB) would not stay in the nearer caches. */
  private static final int LONGEST = 512;

  private final MatmulLoops loops;
  private final Floats c; // [R, M, N]
  private final Floats a; // [R?, M, K]
  private final Floats b; // [R?, N, K]
  private final int m;
  private final int n;
  private final int k;
  private final int tileRows;

  ColumnMatmulOp(Op call, MatmulLoops loops, Tensor c, Tensor a, Tensor b) {
    this.loops = loops;
    this.c = call.floats(c);
    this.a = call.floats(a);
    this.b = call.floats(b);
    m = c.shape().axis(1);
    n = c.shape().axis(2);
    k = a.shape().axis(2);
    tileRows = loops.tileRows();
    call.byParts((n + tileRows - 1) / tileRows);
    call.cost((long) m * n * k);
    call.work(Math.multiplyExact(n, m));
    call.packed(Math.multiplyExact(k, m));
  }

  /** Whether this way is possible and transposes less than {@link MatmulOp}. */
  static boolean pays(MatmulLoops loops, Tensor c, Tensor a, Transpose transpose, Write write) {
    if (transpose != Transpose.B || write == Write.ACCUMULATE) {
      return false;
    }
    long rows = c.shape().axis(1);
    long columns = c.shape().axis(2);
    long inner = a.shape().axis(2);
    long widest = (long) loops.lanes() * loops.tileVectors();
    return rows >= Math.max(loops.lanes(), widest / 2)
        && rows <= widest
        && inner <= LONGEST
        && rows * (inner + columns) < columns * inner;
  }

  @Override
  public void run(int replica, int from, int to, Scratch scratch) {
    loops.transposeBlock(m, k, scratch.packed, 0, m, a.data, a.at(replica), k);
    int first = from * tileRows;
    int last = Math.min(to * tileRows, n);
    for (int i = first; i < last; i += tileRows) {
      loops.tile(
          k,
          b.data,
          b.at(replica) + i * k,
          k,
          1,
          scratch.packed,
          0,
          m,
          Math.min(tileRows, last - i),
          m,
          scratch.work,
          (i - first) * m,
          m,
          TileMode.OVERWRITE,
          scratch.tileWork);
    }
    loops.transposeBlock(last - first, m, c.data, c.at(replica) + first, n, scratch.work, 0, m);
  }
}
