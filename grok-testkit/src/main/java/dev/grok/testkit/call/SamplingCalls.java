package dev.grok.testkit.call;

import dev.grok.api.DType;
import dev.grok.api.Shape;
import dev.grok.api.kernel.Lengths;
import java.util.List;

/** Calls of {@link dev.grok.api.kernel.SamplingKernels}. */
public final class SamplingCalls {
  private static final KernelSpec CHOOSE =
      KernelSpec.of("chooseWithoutReplacement")
          .contents("counter", (random, call, axes) -> CounterCalls.each(axes, i -> 5 * i))
          .tolerance("workspace", Tolerances.UNSPECIFIED)
          .typical(lengths(1, 7, 13));

  /** From a new workspace. */
  private static final KernelSpec SHUFFLED =
      KernelSpec.of("shuffledBatch")
          .contents(
              "workspace",
              (random, call, axes) -> Contents.constant(DType.INT32, Shape.of(axes), 0))
          .contents("steps", (random, call, axes) -> CounterCalls.each(axes, i -> 7 * i))
          .typical(lengths(1, 3, 13));

  private static final KernelSpec DROPOUT =
      KernelSpec.of("dropout")
          .contents("rate", (random, call, axes) -> random.uniform(0.1, 0.9, axes))
          .contents("counter", (random, call, axes) -> CounterCalls.each(axes, i -> 5 * i))
          .attribute("site", 3)
          .tolerance("out", Tolerances.relative(call -> 2))
          .typical(Lengths.replicas(1).rest(5, 7));

  static final List<KernelSpec> SPECS = List.of(CHOOSE, SHUFFLED, DROPOUT);

  private SamplingCalls() {}

  private static Lengths lengths(int r, int b, int n) {
    return Lengths.replicas(r).with("B", b).with("N", n);
  }

  public static KernelCall choose(int r, int b, int n) {
    return CHOOSE.call(lengths(r, b, n));
  }

  public static KernelCall shuffled(int r, int b, int n) {
    return SHUFFLED.call(lengths(r, b, n));
  }

  public static KernelCall dropout(int r, int... rest) {
    return DROPOUT.call(Lengths.replicas(r).rest(rest));
  }
}
