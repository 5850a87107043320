package dev.grok.testkit;

import dev.grok.api.Shape;

/** Calls of {@link dev.grok.api.kernel.ReductionKernels}. */
final class ReductionCalls {
  private ReductionCalls() {}

  static KernelCall sum(int r, int... rest) {
    int[] axes = Shapes.prepend(r, rest);
    return KernelCall.of("sum")
        .overwritten("out", Tolerances.lanes(elements(rest)), r)
        .read("in", new Draw(5).floats(axes))
        .calls((kernels, t) -> kernels.sum(t[0], t[1]));
  }

  static KernelCall dot(int r, int... rest) {
    Draw draw = new Draw(6);
    int[] axes = Shapes.prepend(r, rest);
    return KernelCall.of("dot")
        .overwritten("out", Tolerances.lanes(elements(rest)), r)
        .read("a", draw.floats(axes))
        .read("b", draw.floats(axes))
        .calls((kernels, t) -> kernels.dot(t[0], t[1], t[2]));
  }

  private static int elements(int... rest) {
    return (int) Shape.of(Shapes.prepend(1, rest)).elements();
  }
}
