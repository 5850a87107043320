package dev.grok.bench.gpu;

import dev.grok.api.Tensor;
import dev.grok.api.backend.Backend;
import dev.grok.api.backend.MemoryScope;
import dev.grok.api.kernel.Transpose;
import dev.grok.api.kernel.Write;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Whether a replica's product has the same bits alone and among others, for the shapes of the
 * paper's models. The backend promises it of its own kernels; nobody promises it of cuBLAS.
 */
final class ReplicaLawCheck {
  private static final List<Product> PRODUCTS =
      List.of(
          new Product(45, 200, 200),
          new Product(45, 30, 200),
          new Product(200, 200, 45),
          new Product(200, 200, 784),
          new Product(64, 256, 256));

  /** Multiply-adds of a replica up to which the backend chooses its own kernels. */
  private static final long OWN = 1 << 22;

  private ReplicaLawCheck() {}

  /** A product of [m, k] and [k, n]. */
  private record Product(int m, int n, int k) {
    Tensor left(MemoryScope scope, int replicas, boolean transposed) {
      return RandomTensors.floats(scope, "a", replicas, transposed ? k : m, transposed ? m : k);
    }

    Tensor right(MemoryScope scope, int replicas, boolean transposed) {
      return RandomTensors.floats(scope, "b", replicas, transposed ? n : k, transposed ? k : n);
    }

    long multiplyAdds() {
      return (long) m * n * k;
    }
  }

  static boolean run(SessionContext context) throws IOException {
    List<String> differing = new ArrayList<>();
    boolean kept = true;
    int tried = 0;
    int[] ensembles = context.size().of(new int[] {2, 64, 1024}, new int[] {2, 16}, new int[] {2});
    for (Product product : PRODUCTS) {
      for (Transpose transpose : Transpose.values()) {
        for (int replicas : ensembles) {
          tried++;
          int different = different(context, product, transpose, replicas);
          if (different > 0) {
            kept &= product.multiplyAdds() > OWN || context.matmul().equals("cublas");
            differing.add(
                "%d x %d x %d %s, R = %d: %d of %d elements"
                    .formatted(
                        product.m(),
                        product.n(),
                        product.k(),
                        transpose,
                        replicas,
                        different,
                        product.m() * product.n()));
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
                "check",
                "law of replicas, matmul " + context.matmul(),
                "tried",
                tried,
                "differing",
                differing));
    return kept;
  }

  /** Elements of the first replica that have other bits alone. */
  private static int different(
      SessionContext context, Product product, Transpose transpose, int replicas) {
    try (Backend backend = context.open();
        MemoryScope scope = backend.scope("law")) {
      Tensor a = product.left(scope, replicas, transpose.a());
      Tensor b = product.right(scope, replicas, transpose.b());
      Tensor together = scope.floats("together", replicas, product.m(), product.n());
      Tensor alone = scope.floats("alone", 1, product.m(), product.n());
      backend.kernels().matmul(together, a, b, transpose, Write.OVERWRITE);
      backend.kernels().matmul(alone, a.slice(0, 1), b.slice(0, 1), transpose, Write.OVERWRITE);
      float[] first = together.slice(0, 1).floats();
      float[] single = alone.floats();
      int different = 0;
      for (int i = 0; i < single.length; i++) {
        different += Float.compare(first[i], single[i]) == 0 ? 0 : 1;
      }
      return different;
    }
  }
}
