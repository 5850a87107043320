package dev.grok.testkit.call;

import dev.grok.api.backend.Backend;
import dev.grok.api.backend.Backends;
import dev.grok.api.kernel.Lengths;
import dev.grok.api.kernel.Mask;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** Calls of {@link dev.grok.api.kernel.AttentionKernels}. */
public final class AttentionCalls {
  private static final KernelSpec FORWARD =
      KernelSpec.of("attentionForward")
          .contents("qkv", (random, call, axes) -> random.uniform(-1.5, 1.5, axes))
          .tolerance("out", AttentionTolerances::out)
          .tolerance("logSumExp", AttentionTolerances::logSumExp)
          .flops(scores(2))
          .typical(lengths(1, 2, 2, 9, 10))
          .typical(lengths(1, 1, 1, 70, 8));

  /** What the forward pass left is what the reference leaves, in single precision. */
  private static final KernelSpec BACKWARD =
      KernelSpec.of("attentionBackward")
          .contents("qkv", (random, call, axes) -> random.uniform(-1.5, 1.5, axes))
          .prepared(AttentionCalls::afterForward)
          .tolerance("dQkv", AttentionTolerances::dQkv)
          .tolerance("workspace", AttentionTolerances::workspace)
          .flops(scores(5))
          .typical(lengths(1, 2, 2, 9, 10))
          .typical(lengths(1, 1, 1, 70, 8));

  static final List<KernelSpec> SPECS = List.of(FORWARD, BACKWARD);

  private AttentionCalls() {}

  /** An exponential of each score, and so many products of C/H terms. */
  private static ToDoubleFunction<CallShape> scores(int products) {
    return call -> {
      double scores = call.elements("R B H T T");
      double seen = call.attribute(Mask.class) == Mask.CAUSAL ? scores / 2 : scores;
      double width = call.length("C") / (double) call.length("H");
      return seen * (Polynomials.EXP_FLOPS + 2 * products * width);
    };
  }

  private static Lengths lengths(int r, int b, int h, int t, int d) {
    return Lengths.replicas(r).with("B", b).with("H", h).with("T", t).with("C", h * d);
  }

  private static KernelCall afterForward(KernelCall backward) {
    KernelCall forward =
        FORWARD
            .call(backward.shape().lengths(), backward.shape().attribute(Mask.class))
            .with("qkv", backward.contents("qkv"));
    try (Backend reference = Backends.open("reference")) {
      Outputs outputs = Placement.outputs(reference, forward);
      return backward
          .with("out", outputs.get("out").map(x -> (float) x))
          .with("logSumExp", outputs.get("logSumExp").map(x -> (float) x));
    }
  }

  /** With h heads of d channels. */
  public static KernelCall forward(int r, int b, int h, int t, int d, Mask mask) {
    return FORWARD.call(lengths(r, b, h, t, d), mask);
  }

  /** With h heads of d channels, and what the forward pass left. */
  public static KernelCall backward(int r, int b, int h, int t, int d, Mask mask) {
    return BACKWARD.call(lengths(r, b, h, t, d), mask);
  }
}
