package dev.grok.backend.cpu.internal.op;

import dev.grok.api.Tensor;
import dev.grok.backend.cpu.internal.loop.ElementwiseLoops;
import dev.grok.backend.cpu.internal.memory.Floats;
import dev.grok.backend.cpu.internal.run.Scratch;
import java.util.Arrays;

/** Element by element. */
final class ElementwiseOps {
  private ElementwiseOps() {}

  /** {@code out = value}. */
  static final class Fill extends ElementwiseOp {
    private final Floats out;
    private final float value;

    Fill(Tensor out, double value) {
      super("fill", out, 1);
      this.out = floats(out);
      this.value = (float) value;
    }

    @Override
    protected void range(int replica, int first, int n, Scratch scratch) {
      int o = out.at(replica) + first;
      Arrays.fill(out.data, o, o + n, value);
    }
  }

  /** {@code out = in}. */
  static final class Copy extends ElementwiseOp {
    private final Floats out;
    private final Floats in;

    Copy(Tensor out, Tensor in) {
      super("copy", out, 1);
      this.out = floats(out);
      this.in = floats(in);
    }

    @Override
    protected void range(int replica, int first, int n, Scratch scratch) {
      System.arraycopy(in.data, in.at(replica) + first, out.data, out.at(replica) + first, n);
    }
  }

  /** A loop over two inputs. */
  @FunctionalInterface
  interface Loop {
    void run(float[] out, int o, float[] a, int ia, float[] b, int ib, int n);
  }

  /** {@code out = a ∘ b}. */
  static final class Binary extends ElementwiseOp {
    private final Loop loop;
    private final Floats out;
    private final Floats a;
    private final Floats b;

    Binary(String kernel, Loop loop, Tensor out, Tensor a, Tensor b) {
      super(kernel, out, 2);
      this.loop = loop;
      this.out = floats(out);
      this.a = floats(a);
      this.b = floats(b);
    }

    @Override
    protected void range(int replica, int first, int n, Scratch scratch) {
      loop.run(
          out.data,
          out.at(replica) + first,
          a.data,
          a.at(replica) + first,
          b.data,
          b.at(replica) + first,
          n);
    }
  }

  /** {@code out = factor in}. */
  static final class Scale extends ElementwiseOp {
    private final ElementwiseLoops loops;
    private final Floats out;
    private final Floats in;
    private final Floats factor; // [R?]

    Scale(ElementwiseLoops loops, Tensor out, Tensor in, Tensor factor) {
      super("scale", out, 2);
      this.loops = loops;
      this.out = floats(out);
      this.in = floats(in);
      this.factor = floats(factor);
    }

    @Override
    protected void range(int replica, int first, int n, Scratch scratch) {
      float by = factor.data[factor.at(replica)];
      loops.scale(out.data, out.at(replica) + first, in.data, in.at(replica) + first, by, n);
    }
  }

  /** {@code out = a + factor b}. */
  static final class AddScaled extends ElementwiseOp {
    private final ElementwiseLoops loops;
    private final Floats out;
    private final Floats a;
    private final Floats factor; // [R?]
    private final Floats b;

    AddScaled(ElementwiseLoops loops, Tensor out, Tensor a, Tensor factor, Tensor b) {
      super("addScaled", out, 2);
      this.loops = loops;
      this.out = floats(out);
      this.a = floats(a);
      this.factor = floats(factor);
      this.b = floats(b);
    }

    @Override
    protected void range(int replica, int first, int n, Scratch scratch) {
      loops.addScaled(
          out.data,
          out.at(replica) + first,
          a.data,
          a.at(replica) + first,
          factor.data[factor.at(replica)],
          b.data,
          b.at(replica) + first,
          n);
    }
  }
}
