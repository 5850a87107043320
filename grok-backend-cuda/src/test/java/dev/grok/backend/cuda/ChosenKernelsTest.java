package dev.grok.backend.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grok.api.Tensor;
import dev.grok.api.backend.Backend;
import dev.grok.api.backend.Backends;
import dev.grok.api.backend.MemoryScope;
import dev.grok.api.kernel.Transpose;
import dev.grok.api.kernel.Write;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The shape decides which kernel runs, and the bits must not show it. Compares sizes that the
 * contract has no reason to try with plain loops, bit for bit.
 */
class ChosenKernelsTest {
  private static final int REPLICAS = 3;

  private final SplittableRandom random = new SplittableRandom(1);

  @BeforeAll
  static void ownProducts() {
    SimulatedDevice.require();
    System.setProperty(CudaSettings.MATMUL, "exact");
  }

  @AfterAll
  static void reset() {
    System.clearProperty(CudaSettings.MATMUL);
  }

  private float[] values(int number) {
    float[] values = new float[number];
    for (int i = 0; i < number; i++) {
      values[i] = (float) random.nextDouble(-1, 1);
    }
    return values;
  }

  private static Tensor floats(MemoryScope scope, String name, float[] values, int... axes) {
    Tensor tensor = scope.floats(name, axes);
    tensor.write(values);
    return tensor;
  }

  @ParameterizedTest
  @CsvSource({
    // Short chains.
    "45, 200, 1",
    "7, 1, 2",
    "1, 1, 16",
    "3, 1500, 5",
    "300, 13, 16",
    // Few rows.
    "1, 200, 45",
    "4, 300, 17",
    "3, 65, 129",
    "1, 1, 64",
    // Few columns.
    "45, 1, 200",
    "130, 4, 63",
    "64, 3, 65",
    "65, 2, 128",
    // Tiles: one block or several, whole steps of k or not, rows at multiples of four or not.
    "5, 5, 17",
    "17, 33, 50",
    "45, 30, 200",
    "45, 200, 200",
    "200, 200, 45",
    "61, 259, 36",
    "300, 8, 32"
  })
  void everyProductIsOneChainOverK(int m, int n, int k) {
    try (Backend backend = Backends.open("cuda");
        MemoryScope scope = backend.scope("products")) {
      for (Transpose transpose : Transpose.values()) {
        for (Write write : Write.values()) {
          float[] a = values(REPLICAS * m * k);
          float[] b = values(k * n);
          float[] c = values(REPLICAS * m * n);
          String of = "%s %s".formatted(transpose, write);
          Tensor result = floats(scope, "c " + of, c, REPLICAS, m, n);
          Tensor left =
              floats(scope, "a " + of, a, REPLICAS, transpose.a() ? k : m, transpose.a() ? m : k);
          Tensor right =
              floats(scope, "b " + of, b, 1, transpose.b() ? n : k, transpose.b() ? k : n);
          backend.kernels().matmul(result, left, right, transpose, write);
          for (int r = 0; r < REPLICAS; r++) {
            for (int row = 0; row < m; row++) {
              for (int column = 0; column < n; column++) {
                float sum = 0;
                for (int j = 0; j < k; j++) {
                  float x = a[r * m * k + (transpose.a() ? j * m + row : row * k + j)];
                  float y = b[transpose.b() ? column * k + j : j * n + column];
                  sum = Math.fma(x, y, sum);
                }
                int i = (r * m + row) * n + column;
                c[i] = write == Write.ACCUMULATE ? c[i] + sum : sum;
              }
            }
          }
          assertThat(result.floats()).as(of).isEqualTo(c);
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "1, 300, 7",
    "5, 1300, 31",
    "5, 1300, 32",
    "3, 1024, 33",
    "2, 700, 300",
    "900, 50, 40"
  })
  void everyRowAddsItsSamplesInOrder(int vocabulary, int batch, int channels) {
    int tokens = 2;
    try (Backend backend = Backends.open("cuda");
        MemoryScope scope = backend.scope("look-up")) {
      for (Write write : Write.values()) {
        float[] gradients = values(REPLICAS * batch * channels);
        float[] rows = values(REPLICAS * vocabulary * channels);
        // Ids beyond either end are left out.
        int[] ids = random.ints(REPLICAS * batch * tokens, -1, vocabulary + 1).toArray();
        Tensor table = floats(scope, "table " + write, rows, REPLICAS, vocabulary, channels);
        Tensor dOut = floats(scope, "dOut " + write, gradients, REPLICAS, batch, channels);
        Tensor symbols = scope.ints("ids " + write, REPLICAS, batch, tokens);
        symbols.write(ids);
        backend.kernels().embeddingBackward(table, dOut, symbols, write);
        if (write == Write.OVERWRITE) {
          Arrays.fill(rows, 0);
        }
        for (int i = 0; i < ids.length; i++) {
          for (int c = 0; c < channels && ids[i] >= 0 && ids[i] < vocabulary; c++) {
            int row = i / (batch * tokens) * vocabulary + ids[i];
            rows[row * channels + c] += gradients[i / tokens * channels + c];
          }
        }
        assertThat(table.floats()).as("%s", write).isEqualTo(rows);
      }
    }
  }
}
