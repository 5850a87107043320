package dev.grok.testkit;

import dev.grok.api.Tensor;
import dev.grok.api.kernel.Kernels;

/** Calls of {@link dev.grok.api.kernel.ElementwiseKernels}. */
final class ElementwiseCalls {
  private ElementwiseCalls() {}

  static KernelCall fill(int r, int... rest) {
    return KernelCall.of("fill")
        .overwritten("out", Tolerances.EXACT, Shapes.prepend(r, rest))
        .calls((kernels, t) -> kernels.fill(t[0], -0.375));
  }

  static KernelCall copy(int r, int... rest) {
    int[] axes = Shapes.prepend(r, rest);
    return KernelCall.of("copy")
        .overwritten("out", Tolerances.EXACT, axes)
        .read("in", new Draw(1).floats(axes))
        .calls((kernels, t) -> kernels.copy(t[0], t[1]));
  }

  static KernelCall add(int r, int... rest) {
    return binary("add", Kernels::add, r, rest);
  }

  static KernelCall multiply(int r, int... rest) {
    return binary("multiply", Kernels::multiply, r, rest);
  }

  static KernelCall divide(int r, int... rest) {
    return binary("divide", Kernels::divide, r, rest);
  }

  /** A kernel of two inputs. */
  @FunctionalInterface
  private interface Binary {
    void call(Kernels kernels, Tensor out, Tensor a, Tensor b);
  }

  private static KernelCall binary(String name, Binary kernel, int r, int... rest) {
    Draw draw = new Draw(2);
    int[] axes = Shapes.prepend(r, rest);
    return KernelCall.of(name)
        .overwritten("out", Tolerances.ROUNDED_ONCE, axes)
        .read("a", draw.floats(axes))
        .read("b", draw.floats(axes))
        .calls((kernels, t) -> kernel.call(kernels, t[0], t[1], t[2]));
  }

  static KernelCall scale(int r, int... rest) {
    Draw draw = new Draw(3);
    int[] axes = Shapes.prepend(r, rest);
    return KernelCall.of("scale")
        .overwritten("out", Tolerances.ROUNDED_ONCE, axes)
        .read("in", draw.floats(axes))
        .read("factor", draw.floats(r))
        .calls((kernels, t) -> kernels.scale(t[0], t[1], t[2]));
  }

  static KernelCall addScaled(int r, int... rest) {
    Draw draw = new Draw(4);
    int[] axes = Shapes.prepend(r, rest);
    return KernelCall.of("addScaled")
        .overwritten("out", Tolerances.ROUNDED_ONCE, axes)
        .read("a", draw.floats(axes))
        .read("factor", draw.floats(r))
        .read("b", draw.floats(axes))
        .calls((kernels, t) -> kernels.addScaled(t[0], t[1], t[2], t[3]));
  }
}
