package dev.grok.testkit;

/** Calls of {@link dev.grok.api.kernel.LossKernels}. */
final class LossCalls {
  private LossCalls() {}

  static KernelCall squaredError(int r, int b, int d) {
    Draw draw = new Draw(b + 31L * d);
    return KernelCall.of("meanSquaredErrorForward")
        .overwritten("loss", Tolerances.relative(b * d + 4), r)
        .read("predictions", draw.floats(r, b, d))
        .read("targets", draw.floats(r, b, d))
        .calls((kernels, t) -> kernels.meanSquaredErrorForward(t[0], t[1], t[2]));
  }

  static KernelCall squaredErrorGradient(int r, int b, int d) {
    Draw draw = new Draw(b + 31L * d);
    return KernelCall.of("meanSquaredErrorBackward")
        .overwritten("dPredictions", Tolerances.relative(4), r, b, d)
        .read("dLoss", draw.floats(r))
        .read("predictions", draw.floats(r, b, d))
        .read("targets", draw.floats(r, b, d))
        .calls((kernels, t) -> kernels.meanSquaredErrorBackward(t[0], t[1], t[2], t[3]));
  }

  static KernelCall crossEntropy(int r, int b, int v) {
    Draw draw = new Draw(b + 31L * v);
    return KernelCall.of("softmaxCrossEntropyForward")
        .overwritten("loss", Tolerances.crossEntropy(b, v), r)
        .read("logits", draw.uniform(-5, 5, r, b, v))
        .read("labels", draw.below(v, r, b))
        .calls((kernels, t) -> kernels.softmaxCrossEntropyForward(t[0], t[1], t[2]));
  }

  static KernelCall crossEntropyGradient(int r, int b, int v) {
    Draw draw = new Draw(b + 31L * v);
    return KernelCall.of("softmaxCrossEntropyBackward")
        .overwritten("dLogits", Tolerances.crossEntropyGradient(b, v), r, b, v)
        .read("dLoss", draw.floats(r))
        .read("logits", draw.uniform(-5, 5, r, b, v))
        .read("labels", draw.below(v, r, b))
        .calls((kernels, t) -> kernels.softmaxCrossEntropyBackward(t[0], t[1], t[2], t[3]));
  }
}
