package dev.grok.bench.gpu;

import dev.grok.api.backend.Backend;
import dev.grok.api.backend.MemoryScope;
import dev.grok.api.kernel.Lengths;
import dev.grok.api.kernel.Transpose;
import dev.grok.bench.Call;
import dev.grok.testkit.call.Catalog;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Whether a replica's product has the same bits alone and among others, for the shapes of the
 * paper's models. The backend promises it of its own kernels; nobody promises it of cuBLAS.
 */
final class ReplicaLawCheck {
  /** M, N and K. */
  private static final int[][] PRODUCTS = {
    {45, 200, 200}, {45, 30, 200}, {200, 200, 45}, {200, 200, 784}, {64, 256, 256}
  };

  /** Multiply-adds of a replica up to which the backend chooses its own kernels. */
  private static final long OWN = 1 << 22;

  private ReplicaLawCheck() {}

  static boolean run(SessionContext context) throws IOException {
    List<String> differing = new ArrayList<>();
    boolean kept = true;
    int tried = 0;
    int[] ensembles = context.size().of(new int[] {2, 64, 1024}, new int[] {2, 16}, new int[] {2});
    for (int[] mnk : PRODUCTS) {
      Lengths lengths = Lengths.of("R 1 M %d N %d K %d".formatted(mnk[0], mnk[1], mnk[2]));
      for (Transpose transpose : Transpose.values()) {
        Call product = new Call("law", Catalog.of("matmul").call(lengths, transpose));
        for (int replicas : ensembles) {
          tried++;
          int different = different(context, product, replicas);
          if (different > 0) {
            kept &= lengths.product("M N K") > OWN || context.matmul().equals("cublas");
            differing.add(
                "%d x %d x %d %s, R = %d: %d of %d elements"
                    .formatted(
                        mnk[0], mnk[1], mnk[2], transpose, replicas, different, mnk[0] * mnk[1]));
          }
        }
      }
    }
    System.out.printf(
        "products whose bits depend on the number of replicas, matmul %s: %d of %d%n",
        context.matmul(), differing.size(), tried);
    context
        .results()
        .add(
            Map.of(
                "check", "law of replicas, matmul " + context.matmul(),
                "tried", tried,
                "differing", differing));
    return kept;
  }

  /** Elements of the first replica that have other bits alone. */
  private static int different(SessionContext context, Call product, int replicas) {
    try (Backend backend = context.open()) {
      float[] first = first(backend, product, replicas);
      float[] single = first(backend, product, 1);
      return IntStream.range(0, single.length)
          .map(i -> Float.compare(first[i], single[i]) == 0 ? 0 : 1)
          .sum();
    }
  }

  /** The first replica's product among so many. */
  private static float[] first(Backend backend, Call product, int replicas) {
    try (MemoryScope scope = backend.scope("law")) {
      var operands = product.upload(scope, replicas);
      product.run(backend.kernels(), operands);
      return Call.tensor(operands, "c").slice(0, 1).floats();
    }
  }
}
