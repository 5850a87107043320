package dev.grok.testkit;

import dev.grok.api.Shape;
import java.util.Arrays;

/** Calls of {@link dev.grok.api.kernel.CounterKernels}. */
final class CounterCalls {
  static final double THRESHOLD = 0.5;

  private CounterCalls() {}

  static KernelCall increment(int r) {
    return KernelCall.of("increment")
        .updated("counter", Tolerances.EXACT, new Draw(7).below(1000, r))
        .calls((kernels, t) -> kernels.increment(t[0], 3));
  }

  /** Every third replica has crossed before. */
  static KernelCall firstCrossing(int r) {
    return first("firstCrossing", r, new Draw(8).uniform(0, 1, r))
        .calls((kernels, t) -> kernels.firstCrossing(t[0], t[1], THRESHOLD, t[2]));
  }

  static KernelCall firstNonFinite(int r) {
    double[] kinds = {1, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 3e38f};
    double[] metric = new double[r];
    Arrays.setAll(metric, i -> kinds[i % kinds.length]);
    return first("firstNonFinite", r, Values.floats(Shape.of(r), metric))
        .calls((kernels, t) -> kernels.firstNonFinite(t[0], t[1], t[2]));
  }

  private static KernelCall first(String kernel, int r, Values metric) {
    int[] first = new int[r];
    Arrays.setAll(first, i -> i % 3 == 2 ? 17 : 0);
    int[] steps = new int[r];
    Arrays.setAll(steps, i -> 100 + i);
    return KernelCall.of(kernel)
        .updated("first", Tolerances.EXACT, Values.ints(Shape.of(r), first))
        .read("metric", metric)
        .read("steps", Values.ints(Shape.of(r), steps));
  }
}
