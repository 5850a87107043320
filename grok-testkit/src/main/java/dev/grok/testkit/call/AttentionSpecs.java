package dev.grok.testkit.call;

import dev.grok.api.backend.Backend;
import dev.grok.api.backend.Backends;
import dev.grok.api.kernel.Mask;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** What is known of {@link dev.grok.api.kernel.AttentionKernels}. */
final class AttentionSpecs {
  private static final KernelSpec FORWARD =
      KernelSpec.of("attentionForward")
          .contents("qkv", (random, call, axes) -> random.uniform(-1.5, 1.5, axes))
          .tolerance("out", AttentionTolerances::out)
          .tolerance("logSumExp", AttentionTolerances::logSumExp)
          .flops(scores(2))
          .typical("B 2 H 2 T 9 C 20")
          .typical("B 1 H 1 T 70 C 8")
          .upTo("T", 207)
          .upTo("C", 207)
          .upTo("B", 33);

  /** What the forward pass left is what the reference leaves, in single precision. */
  private static final KernelSpec BACKWARD =
      KernelSpec.of("attentionBackward")
          .contents("qkv", (random, call, axes) -> random.uniform(-1.5, 1.5, axes))
          .prepared(AttentionSpecs::afterForward)
          .tolerance("dQkv", AttentionTolerances::dQkv)
          .tolerance("workspace", AttentionTolerances::workspace)
          .flops(scores(5))
          .typical("B 2 H 2 T 9 C 20")
          .typical("B 1 H 1 T 70 C 8")
          .upTo("T", 207)
          .upTo("C", 207)
          .upTo("B", 33);

  static final List<KernelSpec> SPECS = List.of(FORWARD, BACKWARD);

  private AttentionSpecs() {}

  /** An exponential of each score, and so many products of C/H terms. */
  private static ToDoubleFunction<CallShape> scores(int products) {
    return call -> {
      double scores = call.elements("R B H T T");
      double seen = call.attribute(Mask.class) == Mask.CAUSAL ? scores / 2 : scores;
      double width = call.length("C") / (double) call.length("H");
      return seen * (Polynomials.EXP_FLOPS + 2 * products * width);
    };
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
}
