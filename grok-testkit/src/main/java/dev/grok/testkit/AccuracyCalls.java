package dev.grok.testkit;

/** Calls of {@link dev.grok.api.kernel.AccuracyKernels}. */
final class AccuracyCalls {
  private AccuracyCalls() {}

  static KernelCall nearestTarget(int r, int b, int d, int v) {
    Draw draw = new Draw(b + 31L * d);
    return KernelCall.of("nearestTargetAccuracy")
        .overwritten("accuracy", Tolerances.ROUNDED_ONCE, r)
        .read("predictions", draw.floats(r, b, d))
        .read("targets", draw.floats(r, v, d))
        .read("labels", draw.below(Math.min(v, 2), r, b))
        .calls((kernels, t) -> kernels.nearestTargetAccuracy(t[0], t[1], t[2], t[3]));
  }

  static KernelCall argMax(int r, int b, int v) {
    Draw draw = new Draw(b + 31L * v);
    return KernelCall.of("argMaxAccuracy")
        .overwritten("accuracy", Tolerances.ROUNDED_ONCE, r)
        .read("logits", draw.floats(r, b, v))
        .read("labels", draw.below(Math.min(v, 2), r, b))
        .calls((kernels, t) -> kernels.argMaxAccuracy(t[0], t[1], t[2]));
  }
}
