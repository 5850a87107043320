package dev.grok.backend.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grok.api.backend.Backend;
import dev.grok.api.backend.Backends;
import dev.grok.backend.cuda.SimulatedDevice.Counter;
import dev.grok.testkit.MatmulContract;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;

/** Matrix products all by cuBLAS, and all by our own kernel. */
class MatmulChoiceContractTest {
  private static void choose(String choice) {
    SimulatedDevice.require();
    System.setProperty(CudaSettings.MATMUL, choice);
  }

  @AfterAll
  static void reset() {
    System.clearProperty(CudaSettings.MATMUL);
  }

  @Nested
  class AllByCublas implements MatmulContract {
    private static long before;

    @BeforeAll
    static void choose() {
      MatmulChoiceContractTest.choose("cublas");
      before = SimulatedDevice.require().get(Counter.BLAS_CALLS);
    }

    @AfterAll
    static void cublasWasAsked() {
      assertThat(SimulatedDevice.require().get(Counter.BLAS_CALLS) - before).isGreaterThan(200);
    }

    @Override
    public Backend open() {
      return Backends.open("cuda");
    }
  }

  @Nested
  class AllByOurKernel implements MatmulContract {
    private static long before;

    @BeforeAll
    static void choose() {
      MatmulChoiceContractTest.choose("exact");
      before = SimulatedDevice.require().get(Counter.BLAS_CALLS);
    }

    @AfterAll
    static void cublasWasNotAsked() {
      assertThat(SimulatedDevice.require().get(Counter.BLAS_CALLS)).isEqualTo(before);
    }

    @Override
    public Backend open() {
      return Backends.open("cuda");
    }
  }
}
