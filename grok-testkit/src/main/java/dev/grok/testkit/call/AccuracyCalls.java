package dev.grok.testkit.call;

import dev.grok.api.kernel.Lengths;
import java.util.List;

/** Calls of {@link dev.grok.api.kernel.AccuracyKernels}; few labels, so that some are right. */
public final class AccuracyCalls {
  private static final KernelSpec NEAREST_TARGET =
      KernelSpec.of("nearestTargetAccuracy")
          .contents("labels", AccuracyCalls::fewLabels)
          .tolerance("accuracy", Tolerances.ROUNDED_ONCE)
          .flops(call -> 2 * call.elements("R B D V"))
          .typical(lengths(1, 21, 3).with("D", 5));

  private static final KernelSpec ARG_MAX =
      KernelSpec.of("argMaxAccuracy")
          .contents("labels", AccuracyCalls::fewLabels)
          .tolerance("accuracy", Tolerances.ROUNDED_ONCE)
          .typical(lengths(1, 21, 3));

  static final List<KernelSpec> SPECS = List.of(NEAREST_TARGET, ARG_MAX);

  private AccuracyCalls() {}

  private static Contents fewLabels(RandomContents random, CallShape call, int[] axes) {
    return random.below(Math.min(call.length("V"), 2), axes);
  }

  private static Lengths lengths(int r, int b, int v) {
    return Lengths.replicas(r).with("B", b).with("V", v);
  }

  public static KernelCall nearestTarget(int r, int b, int d, int v) {
    return NEAREST_TARGET.call(lengths(r, b, v).with("D", d));
  }

  public static KernelCall argMax(int r, int b, int v) {
    return ARG_MAX.call(lengths(r, b, v));
  }
}
