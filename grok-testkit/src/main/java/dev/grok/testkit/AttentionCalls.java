package dev.grok.testkit;

import dev.grok.api.Backend;
import dev.grok.api.Backends;
import dev.grok.api.kernel.Mask;

/** Calls of {@link dev.grok.api.kernel.AttentionKernels}. */
final class AttentionCalls {
  private AttentionCalls() {}

  /** With h heads of d channels. */
  static KernelCall forward(int r, int b, int h, int t, int d, Mask mask) {
    return forward(new Draw(t + 31L * d).uniform(-1.5, 1.5, r, b, t, 3 * h * d), h, mask);
  }

  private static KernelCall forward(Values qkv, int h, Mask mask) {
    int r = qkv.replicas();
    int b = qkv.shape().axis(1);
    int t = qkv.shape().axis(2);
    AttentionTolerances tolerances = new AttentionTolerances(mask);
    return KernelCall.of("attentionForward")
        .overwritten("out", tolerances::out, r, b, t, qkv.shape().axis(3) / 3)
        .overwritten("logSumExp", tolerances::logSumExp, r, b, h, t)
        .read("qkv", qkv)
        .calls("" + mask, (kernels, x) -> kernels.attentionForward(x[0], x[1], x[2], mask));
  }

  /** With h heads of d channels, and what the forward pass left. */
  static KernelCall backward(int r, int b, int h, int t, int d, Mask mask) {
    return backward(new Draw(t + 31L * d).uniform(-1.5, 1.5, r, b, t, 3 * h * d), h, mask);
  }

  static KernelCall backward(Values qkv, int h, Mask mask) {
    int r = qkv.replicas();
    int b = qkv.shape().axis(1);
    int t = qkv.shape().axis(2);
    int channels = qkv.shape().axis(3) / 3;
    Outputs forward = reference(forward(qkv, h, mask));
    AttentionTolerances tolerances = new AttentionTolerances(mask);
    return KernelCall.of("attentionBackward")
        .overwritten("dQkv", tolerances::dQkv, r, b, t, 3 * channels)
        .overwritten("workspace", tolerances::workspace, r, b, h, t)
        .read("dOut", new Draw(t).floats(r, b, t, channels))
        .read("out", forward.get("out").map(x -> (float) x))
        .read("logSumExp", forward.get("logSumExp").map(x -> (float) x))
        .read("qkv", qkv)
        .calls(
            "" + mask,
            (kernels, x) -> kernels.attentionBackward(x[0], x[1], x[2], x[3], x[4], x[5], mask));
  }

  private static Outputs reference(KernelCall call) {
    try (Backend backend = Backends.open("reference");
        Placement placement = new Placement(backend, call)) {
      placement.execute();
      return placement.outputs();
    }
  }
}
