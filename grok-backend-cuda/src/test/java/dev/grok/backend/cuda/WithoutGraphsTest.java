package dev.grok.backend.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.grok.api.GrokException;
import dev.grok.api.Tensor;
import dev.grok.api.backend.Backend;
import dev.grok.api.backend.Backends;
import dev.grok.api.backend.MemoryScope;
import dev.grok.api.backend.Recording;
import dev.grok.api.kernel.Kernels;
import dev.grok.api.kernel.Transpose;
import dev.grok.api.kernel.Write;
import dev.grok.backend.cuda.SimulatedDevice.Counter;
import dev.grok.backend.cuda.SimulatedDevice.Setting;
import dev.grok.testkit.RecordingContract;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Recordings without a graph: because every call is checked, or because a setting says so. */
class WithoutGraphsTest extends OnSimulatedDevice {
  private static Recording fillAndAdd(Backend backend, Tensor tensor) {
    Kernels k = backend.kernels();
    return backend.record(
        () -> {
          k.fill(tensor, 1);
          k.add(tensor, tensor, tensor);
        });
  }

  @Test
  void aCheckedRecordingNamesTheKernelThatFails() {
    SimulatedDevice.withProperty(
        CudaSettings.CHECK,
        "true",
        () -> {
          try (Backend backend = Backends.open("cuda");
              MemoryScope scope = backend.scope("checked");
              Recording recording = fillAndAdd(backend, scope.floats("tensor", 1, 3))) {
            device.set(Setting.FAIL_LAUNCH, 4);
            assertThatThrownBy(() -> recording.run(3))
                .isInstanceOf(GrokException.class)
                .hasMessage("cuLaunchKernel(add) failed: cudaErrorLaunchOutOfResources");
            // The kernel fails while it runs; only the check can name it.
            device.set(Setting.FAIL_KERNEL, 4);
            assertThatThrownBy(() -> recording.run(3))
                .isInstanceOf(GrokException.class)
                .hasMessage(
                    "kernel add failed: cudaErrorIllegalAddress"
                        + " (an illegal memory access was encountered)");
            device.set(Setting.FORGIVE, 1);
          }
        });
  }

  @Test
  void aCheckedProductIsNamedWithItsShape() {
    SimulatedDevice.withProperty(
        CudaSettings.CHECK,
        "true",
        () -> {
          try (Backend backend = Backends.open("cuda");
              MemoryScope scope = backend.scope("checked")) {
            Tensor a = scope.floats("a", 2, 170, 160);
            Tensor b = scope.floats("b", 2, 160, 180);
            Tensor c = scope.floats("c", 2, 170, 180);
            try (Recording recording =
                backend.record(
                    () -> backend.kernels().matmul(c, a, b, Transpose.NONE, Write.OVERWRITE))) {
              device.set(Setting.FAIL_KERNEL, 1);
              assertThatThrownBy(() -> recording.run(1))
                  .hasMessageStartingWith(
                      "cuBLAS's product 170 x 180 x 160, R = 2 failed: cudaErrorIllegalAddress");
              device.set(Setting.FORGIVE, 1);
            }
          }
        });
  }

  /** Without the check a failure comes late and has no name, as the page says. */
  @Test
  void aGraphIsNotChecked() {
    try (Backend backend = Backends.open("cuda");
        MemoryScope scope = backend.scope("unchecked")) {
      Tensor tensor = scope.floats("tensor", 1, 3);
      try (Recording recording = fillAndAdd(backend, tensor)) {
        device.set(Setting.FAIL_KERNEL, 2);
        recording.run(3);
        assertThatThrownBy(tensor::floats)
            .hasMessageStartingWith("cudaStreamSynchronize failed: cudaErrorIllegalAddress");
        device.set(Setting.FORGIVE, 1);
      }
    }
  }

  @Nested
  class ByRequest implements RecordingContract {
    private static long before;

    @BeforeAll
    static void choose() {
      before = SimulatedDevice.require().get(Counter.GRAPH_LAUNCHES);
      System.setProperty(CudaSettings.GRAPHS, "false");
    }

    @AfterAll
    static void noGraphWasLaunched() {
      System.clearProperty(CudaSettings.GRAPHS);
      assertThat(SimulatedDevice.require().get(Counter.GRAPH_LAUNCHES)).isEqualTo(before);
    }

    @Override
    public Backend open() {
      return Backends.open("cuda");
    }
  }
}
