package dev.grok.testkit.call;

import java.util.List;

/**
 * What is known of {@link dev.grok.api.kernel.AccuracyKernels}; few labels, so that some are right.
 */
final class AccuracySpecs {
  private static final KernelSpec NEAREST_TARGET =
      KernelSpec.of("nearestTargetAccuracy")
          .contents("labels", AccuracySpecs::fewLabels)
          .tolerance("accuracy", Tolerances.ROUNDED_ONCE)
          .flops(call -> 2 * call.elements("R B D V"))
          .typical("B 21 D 5 V 3");

  private static final KernelSpec ARG_MAX =
      KernelSpec.of("argMaxAccuracy")
          .contents("labels", AccuracySpecs::fewLabels)
          .tolerance("accuracy", Tolerances.ROUNDED_ONCE)
          .typical("B 21 V 3");

  static final List<KernelSpec> SPECS = List.of(NEAREST_TARGET, ARG_MAX);

  private AccuracySpecs() {}

  private static Contents fewLabels(RandomContents random, CallShape call, int[] axes) {
    return random.below(Math.min(call.length("V"), 2), axes);
  }
}
