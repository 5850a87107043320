package dev.grok.backend.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grok.api.Tensor;
import dev.grok.api.backend.Backend;
import dev.grok.api.backend.Backends;
import dev.grok.api.backend.MemoryScope;
import dev.grok.api.backend.Recording;
import dev.grok.api.kernel.Activation;
import dev.grok.api.kernel.Transpose;
import dev.grok.api.kernel.Write;
import dev.grok.backend.cuda.SimulatedDevice.Counter;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A product is merged with the bias and activation that follow where that changes no bit. */
class FusedProductTest extends OnSimulatedDevice {
  private static final int REPLICAS = 3;

  private final SplittableRandom random = new SplittableRandom(1);

  /** x [R, M, K], w [R?, K, N], bias [R?, N], product and out [R, M, N]. */
  private record Layer(Tensor x, Tensor w, Tensor bias, Tensor product, Tensor out) {
    Layer inPlace() {
      return new Layer(x, w, bias, product, product);
    }

    Runnable calls(Backend backend, Activation activation) {
      return () -> {
        backend.kernels().matmul(product, x, w, Transpose.NONE, Write.OVERWRITE);
        backend.kernels().biasActivationForward(out, product, bias, activation);
      };
    }
  }

  private Tensor random(MemoryScope scope, String name, int... axes) {
    Tensor tensor = scope.floats(name, axes);
    float[] values = new float[(int) tensor.shape().elements()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextDouble(-1, 1);
    }
    tensor.write(values);
    return tensor;
  }

  private Layer layer(MemoryScope scope, int m, int n, int k) {
    return new Layer(
        random(scope, "x", REPLICAS, m, k),
        random(scope, "w", REPLICAS, k, n),
        random(scope, "bias", REPLICAS, n),
        random(scope, "product", REPLICAS, m, n),
        random(scope, "out", REPLICAS, m, n));
  }

  /** Counts the launches of a replay and checks that it does what the same calls do. */
  private long launches(Backend backend, Runnable calls, Tensor... written) {
    float[][] before = new float[written.length][];
    for (int i = 0; i < written.length; i++) {
      before[i] = written[i].floats();
    }
    calls.run();
    float[][] expected = new float[written.length][];
    for (int i = 0; i < written.length; i++) {
      expected[i] = written[i].floats();
      written[i].write(before[i]);
    }
    try (Recording recording = backend.record(calls)) {
      long launches = device.get(Counter.LAUNCHES);
      recording.run(1);
      backend.synchronize();
      launches = device.get(Counter.LAUNCHES) - launches;
      for (int i = 0; i < written.length; i++) {
        assertThat(written[i].floats()).as("%s", written[i]).isEqualTo(expected[i]);
      }
      return launches;
    }
  }

  @ParameterizedTest
  @CsvSource({
    // Elementwise, tiles with rows at multiples of four, tiles without.
    "45, 200, 1, 1",
    "5, 7, 16, 1",
    "45, 200, 20, 1",
    "45, 30, 33, 1",
    "9, 6, 17, 1",
    // Few rows or few columns take two launches.
    "2, 200, 40, 2",
    "45, 3, 40, 2"
  })
  void layersAreOneLaunch(int m, int n, int k, long expected) {
    try (Backend backend = Backends.open("cuda");
        MemoryScope scope = backend.scope("layers")) {
      Layer l = layer(scope, m, n, k);
      for (Activation activation : Activation.values()) {
        assertThat(launches(backend, l.inPlace().calls(backend, activation), l.product))
            .as("%s in place", activation)
            .isEqualTo(expected);
        assertThat(launches(backend, l.calls(backend, activation), l.product, l.out))
            .as("%s", activation)
            .isEqualTo(expected);
      }
    }
  }

  /** A layer whose parameters all replicas share. */
  @Test
  void factorAndBiasMayBeShared() {
    try (Backend backend = Backends.open("cuda");
        MemoryScope scope = backend.scope("shared")) {
      for (int k : new int[] {16, 40}) {
        Tensor x = random(scope, "x" + k, REPLICAS, 20, k);
        Tensor w = random(scope, "w" + k, 1, k, 20);
        Tensor bias = random(scope, "bias" + k, 1, 20);
        Tensor out = random(scope, "out" + k, REPLICAS, 20, 20);
        Runnable calls = new Layer(x, w, bias, out, out).calls(backend, Activation.TANH);
        assertThat(launches(backend, calls, out)).isEqualTo(1);
      }
    }
  }

  /** Rows at multiples of four, but not of sixteen bytes: they cannot be read by fours. */
  @Test
  void tensorsMayBeginAnywhere() {
    try (Backend backend = Backends.open("cuda");
        MemoryScope scope = backend.scope("odd")) {
      Tensor memory = random(scope, "memory", 1 + 4 * 20 * 20, 1);
      Tensor[] odd = new Tensor[4];
      for (int i = 0; i < 4; i++) {
        odd[i] = memory.slice(1 + 400 * i, 401 + 400 * i).reshape(1, 20, 20);
      }
      Tensor even = random(scope, "even", 1, 20, 20);
      Tensor bias = random(scope, "bias", 1, 20);
      for (Layer l :
          List.of(
              new Layer(odd[0], odd[1], bias, odd[2], odd[3]),
              new Layer(even, odd[1], bias, odd[2], odd[3]),
              new Layer(odd[0], even, bias, odd[2], odd[3]),
              new Layer(odd[0], odd[1], bias, even, odd[3]),
              new Layer(odd[0], odd[1], bias, odd[2], even))) {
        assertThat(launches(backend, l.calls(backend, Activation.TANH), l.product, l.out))
            .isEqualTo(1);
      }
    }
  }

  @Test
  void whatWouldChangeABitIsLeftAlone() {
    try (Backend backend = Backends.open("cuda");
        MemoryScope scope = backend.scope("layers")) {
      Layer l = layer(scope, 20, 20, 20);
      var kernels = backend.kernels();
      Runnable accumulated =
          () -> {
            kernels.matmul(l.product, l.x, l.w, Transpose.NONE, Write.ACCUMULATE);
            kernels.biasActivationForward(l.out, l.product, l.bias, Activation.TANH);
          };
      assertThat(launches(backend, accumulated, l.product, l.out)).isEqualTo(2);
      // The factor is overwritten, while other blocks may still read it.
      Layer overAFactor = new Layer(l.x, l.w, l.bias, l.product, l.x);
      assertThat(launches(backend, overAFactor.calls(backend, Activation.TANH), l.product, l.x))
          .isEqualTo(2);
      Runnable ofAnotherTensor =
          () -> {
            kernels.matmul(l.product, l.x, l.w, Transpose.NONE, Write.OVERWRITE);
            kernels.biasActivationForward(l.out, l.x, l.bias, Activation.TANH);
          };
      assertThat(launches(backend, ofAnotherTensor, l.product, l.out)).isEqualTo(2);
      // The bias is a row of the product.
      Tensor all = l.product.reshape(1, REPLICAS * 20, 20);
      Tensor flat = scope.floats("flat", 1, REPLICAS * 20, 20);
      Tensor row = l.product.reshape(REPLICAS * 20, 20).slice(0, 1);
      Layer biasInTheProduct =
          new Layer(l.x.reshape(1, REPLICAS * 20, 20), l.w.slice(0, 1), row, all, flat);
      assertThat(launches(backend, biasInTheProduct.calls(backend, Activation.TANH), all, flat))
          .isEqualTo(2);
      // Two activations: the second is not merged.
      Runnable twice =
          () -> {
            kernels.matmul(l.product, l.x, l.w, Transpose.NONE, Write.OVERWRITE);
            kernels.biasActivationForward(l.product, l.product, l.bias, Activation.TANH);
            kernels.biasActivationForward(l.product, l.product, l.bias, Activation.TANH);
          };
      assertThat(launches(backend, twice, l.product)).isEqualTo(2);
    }
  }
}
