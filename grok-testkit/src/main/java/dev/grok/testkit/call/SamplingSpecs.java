package dev.grok.testkit.call;

import dev.grok.api.DType;
import dev.grok.api.Shape;
import java.util.List;

/** What is known of {@link dev.grok.api.kernel.SamplingKernels}. */
final class SamplingSpecs {
  private static final KernelSpec CHOOSE =
      KernelSpec.of("chooseWithoutReplacement")
          .contents("counter", (random, call, axes) -> CounterSpecs.each(axes, i -> 5 * i))
          .tolerance("workspace", Tolerances.UNSPECIFIED)
          .typical("B 7 N 13")
          .upTo("N", -1)
          .upTo("B", 0);

  /** From a new workspace. */
  private static final KernelSpec SHUFFLED =
      KernelSpec.of("shuffledBatch")
          .contents(
              "workspace",
              (random, call, axes) -> Contents.constant(DType.INT32, Shape.of(axes), 0))
          .contents("steps", (random, call, axes) -> CounterSpecs.each(axes, i -> 7 * i))
          .typical("B 3 N 13")
          .upTo("N", -1)
          .upTo("B", 0);

  private static final KernelSpec DROPOUT =
      KernelSpec.of("dropout")
          .contents("rate", (random, call, axes) -> random.uniform(0.1, 0.9, axes))
          .contents("counter", (random, call, axes) -> CounterSpecs.each(axes, i -> 5 * i))
          .attribute("site", 3)
          .tolerance("out", Tolerances.relative(call -> 2));

  static final List<KernelSpec> SPECS = List.of(CHOOSE, SHUFFLED, DROPOUT);

  private SamplingSpecs() {}
}
