package dev.grok.testkit;

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
}
