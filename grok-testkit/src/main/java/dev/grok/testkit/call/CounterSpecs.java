package dev.grok.testkit.call;

import dev.grok.api.Shape;
import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/**
 * What is known of {@link dev.grok.api.kernel.CounterKernels}. Every third replica has crossed
 * before.
 */
final class CounterSpecs {
  private static final double[] KINDS = {
    1, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 3e38f
  };

  private static final KernelSpec INCREMENT =
      KernelSpec.of("increment")
          .contents("counter", (random, call, axes) -> random.below(1000, axes))
          .attribute("by", 3);

  private static final KernelSpec FIRST_CROSSING =
      first("firstCrossing")
          .contents("metric", (random, call, axes) -> random.uniform(0, 1, axes))
          .attribute("threshold", 0.5);

  private static final KernelSpec FIRST_NON_FINITE =
      first("firstNonFinite")
          .contents(
              "metric",
              (random, call, axes) ->
                  Contents.floats(
                      Shape.of(axes),
                      IntStream.range(0, axes[0])
                          .mapToDouble(i -> KINDS[i % KINDS.length])
                          .toArray()));

  static final List<KernelSpec> SPECS = List.of(INCREMENT, FIRST_CROSSING, FIRST_NON_FINITE);

  private CounterSpecs() {}

  private static KernelSpec first(String kernel) {
    return KernelSpec.of(kernel)
        .contents("first", (random, call, axes) -> each(axes, i -> i % 3 == 2 ? 17 : 0))
        .contents("steps", (random, call, axes) -> each(axes, i -> 100 + i));
  }

  /** An int for each replica. */
  static Contents each(int[] axes, IntUnaryOperator value) {
    return Contents.ints(Shape.of(axes), IntStream.range(0, axes[0]).map(value).toArray());
  }
}
