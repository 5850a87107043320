package dev.grok.testkit.call;

import dev.grok.api.kernel.Lengths;
import dev.grok.api.kernel.Write;
import java.util.List;

/** Calls of {@link dev.grok.api.kernel.EmbeddingKernels}. */
public final class EmbeddingCalls {
  private static final KernelSpec FORWARD =
      KernelSpec.of("embeddingForward")
          .tolerance("out", Tolerances.sums(call -> Math.max(call.length("T") - 1, 0)))
          .typical(lengths(1, 9, 2, 5, 18));

  private static final KernelSpec BACKWARD =
      KernelSpec.of("embeddingBackward")
          .tolerance("dTable", Tolerances.sums(call -> call.length("B") * call.length("T")))
          .typical(lengths(1, 9, 2, 5, 18));

  private static final KernelSpec PRODUCT =
      KernelSpec.of("embeddingProductForward")
          .tolerance("out", Tolerances.sums(call -> call.length("D")))
          .flops(call -> 2 * call.elements("R B D D D"))
          .typical(matrices(1, 9, 5, 6));

  private static final KernelSpec PRODUCT_GRADIENT =
      KernelSpec.of("embeddingProductBackward")
          .tolerance("dTable", Tolerances.sums(call -> call.length("D") + 2 * call.length("B")))
          .flops(call -> 4 * call.elements("R B D D D"))
          .typical(matrices(1, 9, 5, 6));

  private static final KernelSpec GATHER = KernelSpec.of("gatherInts").typical(rows(1, 9, 5, 3));

  static final List<KernelSpec> SPECS =
      List.of(FORWARD, BACKWARD, PRODUCT, PRODUCT_GRADIENT, GATHER);

  private EmbeddingCalls() {}

  private static Lengths lengths(int r, int b, int t, int v, int c) {
    return rows(r, b, v, t).with("C", c);
  }

  private static Lengths rows(int r, int b, int v, int t) {
    return Lengths.replicas(r).with("B", b).with("V", v).with("T", t);
  }

  private static Lengths matrices(int r, int b, int v, int d) {
    return Lengths.replicas(r).with("B", b).with("V", v).with("D", d);
  }

  public static KernelCall forward(int r, int b, int t, int v, int c) {
    return FORWARD.call(lengths(r, b, t, v, c));
  }

  public static KernelCall backward(int r, int b, int t, int v, int c, Write write) {
    return BACKWARD.call(lengths(r, b, t, v, c), write);
  }

  public static KernelCall product(int r, int b, int v, int d) {
    return PRODUCT.call(matrices(r, b, v, d));
  }

  public static KernelCall productGradient(int r, int b, int v, int d, Write write) {
    return PRODUCT_GRADIENT.call(matrices(r, b, v, d), write);
  }

  public static KernelCall gather(int r, int b, int v, int t) {
    return GATHER.call(rows(r, b, v, t));
  }
}
