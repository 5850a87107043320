import dev.grok.api.backend.Backend;
import dev.grok.api.backend.Backends;
import dev.grok.api.backend.MemoryScope;
import dev.grok.api.Tensor;
import dev.grok.api.kernel.Transpose;
import dev.grok.api.kernel.Write;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Whether a replica's product has the same bits alone and among others, for the shapes of the paper's
 * models: what the backend promises of its own kernels, and nobody of cuBLAS.
 */
final class Law {
  private static final int[][] SHAPES = {
    {45, 200, 200}, {45, 30, 200}, {200, 200, 45}, {200, 200, 784}, {64, 256, 256}
  };

  private Law() {}

  /** Multiply-adds of a replica up to which the backend chooses its own kernels. */
  private static final long OWN = 1 << 22;

  static boolean run(Results results, Scale scale) throws IOException {
    List<String> differing = new ArrayList<>();
    boolean kept = true;
    int tried = 0;
    for (int[] s : SHAPES) {
      for (Transpose transpose : Transpose.values()) {
        for (int replicas :
            scale.of(new int[] {2, 64, 1024}, new int[] {2, 16}, new int[] {2})) {
          tried++;
          int different = different(s[0], s[1], s[2], transpose, replicas);
          if (different > 0) {
            kept &= (long) s[0] * s[1] * s[2] > OWN || GpuSession.matmul().equals("cublas");
            differing.add(
                "%d x %d x %d %s, R = %d: %d of %d elements"
                    .formatted(
                        s[0], s[1], s[2], transpose, replicas, different, s[0] * s[1]));
          }
        }
      }
    }
    System.out.printf(
        "products whose bits depend on the number of replicas, matmul %s: %d of %d%n",
        GpuSession.matmul(), differing.size(), tried);
    results.add(
        Map.of(
            "check", "law of replicas, matmul " + GpuSession.matmul(), "tried", tried,
            "differing", differing));
    return kept;
  }

  private static int different(int m, int n, int k, Transpose transpose, int replicas) {
    try (Backend backend = Backends.open(GpuSession.backend());
        MemoryScope scope = backend.scope("law")) {
      Tensor a =
          Operands.random(scope, "a", replicas, transpose.a() ? k : m, transpose.a() ? m : k);
      Tensor b =
          Operands.random(scope, "b", replicas, transpose.b() ? n : k, transpose.b() ? k : n);
      Tensor together = scope.floats("together", replicas, m, n);
      Tensor alone = scope.floats("alone", 1, m, n);
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
