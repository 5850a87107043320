package dev.grok.testkit;

import dev.grok.api.DType;
import dev.grok.api.Shape;
import java.util.Arrays;

/** Calls of {@link dev.grok.api.kernel.SamplingKernels}. */
final class SamplingCalls {
  private SamplingCalls() {}

  static KernelCall choose(int r, int b, int n) {
    int[] counters = new int[r];
    Arrays.setAll(counters, i -> 5 * i);
    return KernelCall.of("chooseWithoutReplacement")
        .overwrittenInts("out", Tolerances.EXACT, r, b)
        .overwrittenInts("workspace", Tolerances.UNSPECIFIED, r, n)
        .read("seed", new Draw(n).below(1 << 30, r, 2))
        .read("counter", Values.ints(Shape.of(r), counters))
        .calls((kernels, t) -> kernels.chooseWithoutReplacement(t[0], t[1], t[2], t[3]));
  }

  /** From a new workspace. */
  static KernelCall shuffled(int r, int b, int n) {
    int[] steps = new int[r];
    Arrays.setAll(steps, i -> 7 * i);
    return KernelCall.of("shuffledBatch")
        .overwrittenInts("out", Tolerances.EXACT, r, b)
        .updated("workspace", Tolerances.EXACT, Values.constant(DType.INT32, Shape.of(r, n + 1), 0))
        .read("seed", new Draw(n).below(1 << 30, r, 2))
        .read("steps", Values.ints(Shape.of(r), steps))
        .calls((kernels, t) -> kernels.shuffledBatch(t[0], t[1], t[2], t[3]));
  }

  static KernelCall dropout(int r, int... rest) {
    Draw draw = new Draw(rest[0]);
    int[] counters = new int[r];
    Arrays.setAll(counters, i -> 5 * i);
    int[] axes = Shapes.prepend(r, rest);
    return KernelCall.of("dropout")
        .overwritten("out", Tolerances.relative(2), axes)
        .read("in", draw.floats(axes))
        .read("rate", draw.uniform(0.1, 0.9, r))
        .read("seed", draw.below(1 << 30, r, 2))
        .read("counter", Values.ints(Shape.of(r), counters))
        .calls((kernels, t) -> kernels.dropout(t[0], t[1], t[2], t[3], t[4], 3));
  }

  /** The same dropout at another site. */
  static KernelCall at(KernelCall dropout, int site) {
    return dropout.calls(
        "site " + site, (kernels, t) -> kernels.dropout(t[0], t[1], t[2], t[3], t[4], site));
  }
}
