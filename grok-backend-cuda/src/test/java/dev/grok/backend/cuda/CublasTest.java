package dev.grok.backend.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.grok.api.GrokException;
import dev.grok.api.OutOfDeviceMemoryException;
import dev.grok.api.Tensor;
import dev.grok.api.backend.Backend;
import dev.grok.api.backend.Backends;
import dev.grok.api.backend.MemoryScope;
import dev.grok.api.kernel.Transpose;
import dev.grok.api.kernel.Write;
import dev.grok.backend.cuda.SimulatedDevice.Counter;
import dev.grok.backend.cuda.SimulatedDevice.Setting;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When cuBLAS is opened, how it is called, and what its failures are. */
class CublasTest extends OnSimulatedDevice {
  /** A product that is too large for our own kernels. */
  private static final int SIDE = 170;

  /** c [R, SIDE, SIDE], and the call that writes it. */
  private record Product(Tensor c, Runnable call) {
    static Product of(Backend backend, MemoryScope scope, int replicas) {
      Tensor a = scope.floats("a", replicas, SIDE, SIDE);
      Tensor c = scope.floats("c", replicas, SIDE, SIDE);
      return new Product(
          c, () -> backend.kernels().matmul(c, a, a, Transpose.NONE, Write.OVERWRITE));
    }
  }

  @Test
  void cublasThatDoesNotOpenIsNamedAndTriedAgain() {
    try (Backend backend = Backends.open("cuda");
        MemoryScope scope = backend.scope("product")) {
      Product product = Product.of(backend, scope, 1);
      device.set(Setting.FAIL_BLAS, 1);
      assertThatThrownBy(product.call()::run)
          .isInstanceOf(OutOfDeviceMemoryException.class)
          .hasMessage("cublasCreate failed: CUBLAS_STATUS_ALLOC_FAILED");
      // The next calls set the stream and the arithmetic and make the first products. If one of
      // them fails, the handle must not be kept.
      for (int call = 2; call <= 5; call++) {
        device.set(Setting.FAIL_BLAS, call);
        assertThatThrownBy(product.call()::run).isInstanceOf(OutOfDeviceMemoryException.class);
        assertThat(device.get(Counter.BLAS_HANDLES)).isZero();
      }
      product.call().run();
      assertThat(product.c().floats()).containsOnly(0);
    }
  }

  /** cuBLAS gives vague reasons when it lacks the memory to load its kernels. */
  @ParameterizedTest
  @CsvSource({
    "1, CUBLAS_STATUS_NOT_INITIALIZED, true",
    "13, CUBLAS_STATUS_EXECUTION_FAILED, true",
    "14, CUBLAS_STATUS_INTERNAL_ERROR, true",
    "7, CUBLAS_STATUS_INVALID_VALUE, false",
  })
  void aFailureOfCublasIsWantOfMemoryWhereItMayBe(int status, String name, boolean hidden) {
    try (Backend backend = Backends.open("cuda");
        MemoryScope scope = backend.scope("product")) {
      Product product = Product.of(backend, scope, 1);
      device.set(Setting.BLAS_STATUS, status);
      device.set(Setting.FAIL_BLAS, 1);
      assertThatThrownBy(product.call()::run)
          .isExactlyInstanceOf(GrokException.class)
          .hasMessage("cublasCreate failed: " + name);
      device.set(Setting.MEMORY_LIMIT, 100L << 20);
      device.set(Setting.FAIL_BLAS, 1);
      assertThatThrownBy(product.call()::run)
          .isExactlyInstanceOf(hidden ? OutOfDeviceMemoryException.class : GrokException.class)
          .hasMessageMatching(
              "cublasCreate failed: " + name + (hidden ? " with \\d+ bytes free" : ""));
      product.call().run();
    }
  }

  @Test
  void theFirstProductOfCublasIsNotThatOfARecording() {
    try (Backend backend = Backends.open("cuda");
        MemoryScope scope = backend.scope("product")) {
      Product product = Product.of(backend, scope, 1);
      long before = device.get(Counter.BLAS_CALLS);
      backend.record(product.call()).close();
      assertThat(device.get(Counter.BLAS_CALLS) - before).isEqualTo(3);
    }
  }

  /** cuBLAS may split a single product along k, but not a batch. */
  @Test
  void aSingleModelsProductIsNoBatch() {
    try (Backend backend = Backends.open("cuda");
        MemoryScope scope = backend.scope("product")) {
      for (int replicas = 1; replicas <= 2; replicas++) {
        Product product = Product.of(backend, scope, replicas);
        product.call().run();
        device.set(Setting.FAIL_BLAS, 1);
        assertThatThrownBy(product.call()::run)
            .hasMessageMatching(
                "cublasSgemm" + (replicas == 1 ? "" : "StridedBatched") + " failed: .+");
      }
    }
  }
}
