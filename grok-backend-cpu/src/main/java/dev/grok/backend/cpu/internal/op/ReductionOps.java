package dev.grok.backend.cpu.internal.op;

import dev.grok.api.Tensor;
import dev.grok.backend.cpu.internal.loop.Lanes;
import dev.grok.backend.cpu.internal.loop.ReductionLoops;
import dev.grok.backend.cpu.internal.memory.Floats;
import dev.grok.backend.cpu.internal.run.Op;
import dev.grok.backend.cpu.internal.run.Scratch;

/** Sums in sixteen lanes. Their order is fixed, so they are not split. */
final class ReductionOps {
  private ReductionOps() {}

  /** {@code out = Σ in}. */
  static final class Sum extends Op {
    private final ReductionLoops loops;
    private final Floats out; // [R]
    private final Floats in; // [R?, ...]

    Sum(ReductionLoops loops, Tensor out, Tensor in) {
      super("sum", out);
      this.loops = loops;
      this.out = floats(out);
      this.in = floats(in);
    }

    @Override
    public long cost() {
      return in.length;
    }

    @Override
    public void run(int replica, int from, int to, Scratch scratch) {
      float total = loops.total(scratch.lanes, in.data, in.at(replica), in.length);
      out.data[out.at(replica)] = total;
    }
  }

  /** {@code out = Σ a b}. */
  static final class Dot extends Op {
    private final ReductionLoops loops;
    private final Floats out; // [R]
    private final Floats a; // [R?, ...]
    private final Floats b; // [R?, ...]

    Dot(ReductionLoops loops, Tensor out, Tensor a, Tensor b) {
      super("dot", out);
      this.loops = loops;
      this.out = floats(out);
      this.a = floats(a);
      this.b = floats(b);
    }

    @Override
    public long cost() {
      return a.length;
    }

    @Override
    public void run(int replica, int from, int to, Scratch scratch) {
      Lanes.clear(scratch.lanes);
      loops.dot(scratch.lanes, a.data, a.at(replica), b.data, b.at(replica), a.length);
      out.data[out.at(replica)] = Lanes.total(scratch.lanes);
    }
  }
}
