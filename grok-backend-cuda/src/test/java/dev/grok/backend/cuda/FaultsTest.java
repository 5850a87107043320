package dev.grok.backend.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.grok.api.GrokException;
import dev.grok.api.OutOfDeviceMemoryException;
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
import org.junit.jupiter.api.Test;

/** What a user reads when something fails, and that nothing is left behind. */
class FaultsTest extends OnSimulatedDevice {
  @Test
  void outOfMemoryNamesTheTensorAndLeavesTheBackendUsable() {
    device.set(Setting.MEMORY_LIMIT, 1_000_000);
    try (Backend backend = Backends.open("cuda");
        MemoryScope scope = backend.scope("too much")) {
      scope.floats("first", 1000, 100);
      assertThatThrownBy(() -> scope.floats("second", 2000, 100))
          .isInstanceOf(OutOfDeviceMemoryException.class)
          .hasMessage(
              "cannot allocate second on Simulated CUDA device: it takes 800000 bytes, this backend"
                  + " already holds 400000, the device has 600000 of 1000000 free");
      requireUsable(backend);
    }
  }

  @Test
  void aBackendThatCannotOpenHoldsNothing() {
    // The first allocation is pinned memory of the host.
    device.set(Setting.FAIL_ALLOCATION, 1);
    assertThatThrownBy(() -> Backends.open("cuda"))
        .isInstanceOf(OutOfDeviceMemoryException.class)
        .hasMessage("cudaMallocHost failed: cudaErrorMemoryAllocation (out of memory)");
    assertThat(device.held()).isEmpty();
  }

  @Test
  void anAllocationThatFailsAnywhereLeavesNothingBehind() {
    // A tensor, cuBLAS's workspace, scratch memory, a recording's scratch memory.
    try (Backend backend = Backends.open("cuda");
        MemoryScope scope = backend.scope("allocation")) {
      device.set(Setting.FAIL_ALLOCATION, 1);
      assertThatThrownBy(() -> scope.floats("third", 1, 3))
          .hasMessageStartingWith("cannot allocate third on ");
      Tensor a = scope.floats("a", 1, 170, 170);
      Tensor c = scope.floats("c", 1, 170, 170);
      device.set(Setting.FAIL_ALLOCATION, 1);
      assertThatThrownBy(() -> backend.kernels().matmul(c, a, a, Transpose.NONE, Write.OVERWRITE))
          .hasMessageStartingWith("cannot allocate the workspace of cuBLAS on ");
      Tensor logits = scope.floats("logits", 1, 1000, 3);
      Tensor labels = scope.ints("labels", 1, 1000);
      Tensor loss = scope.floats("loss", 1);
      Runnable call = () -> backend.kernels().softmaxCrossEntropyForward(loss, logits, labels);
      device.set(Setting.FAIL_ALLOCATION, 1);
      assertThatThrownBy(call::run).hasMessageStartingWith("cannot allocate scratch memory on ");
      device.set(Setting.FAIL_ALLOCATION, 1);
      assertThatThrownBy(() -> backend.record(call))
          .hasMessageStartingWith("cannot allocate scratch memory of a recording on ");
      call.run();
      // Each of a thousand additions may lose a rounding.
      assertThat(loss.floats()[0]).isCloseTo((float) Math.log(3), within(1000 * Math.ulp(1f)));
      requireUsable(backend);
    }
  }

  @Test
  void aFailingLaunchIsNamedAndLeavesTheBackendUsable() {
    try (Backend backend = Backends.open("cuda");
        MemoryScope scope = backend.scope("launch")) {
      Tensor tensor = scope.floats("tensor", 1, 3);
      device.set(Setting.FAIL_LAUNCH, 1);
      assertThatThrownBy(() -> backend.kernels().fill(tensor, 1))
          .isInstanceOf(GrokException.class)
          .hasMessage("cuLaunchKernel(fill) failed: cudaErrorLaunchOutOfResources");
      requireUsable(backend);
    }
  }

  @Test
  void aRecordingThatFailsLeavesNothingBehind() {
    try (Backend backend = Backends.open("cuda");
        MemoryScope scope = backend.scope("recording")) {
      Kernels k = backend.kernels();
      Tensor tensor = scope.floats("tensor", 1, 3);
      Runnable calls =
          () -> {
            k.fill(tensor, 1);
            k.add(tensor, tensor, tensor);
          };
      device.set(Setting.FAIL_LAUNCH, 2);
      assertThatThrownBy(() -> backend.record(calls)).hasMessageContaining("cuLaunchKernel(add)");
      device.set(Setting.FAIL_INSTANTIATION, 1);
      assertThatThrownBy(() -> backend.record(calls))
          .isInstanceOf(OutOfDeviceMemoryException.class)
          .hasMessage("cudaGraphInstantiate failed: cudaErrorMemoryAllocation (out of memory)");
      assertThat(device.get(Counter.GRAPHS)).isZero();
      assertThat(device.get(Counter.GRAPH_EXECS)).isZero();
      try (Recording recording = backend.record(calls)) {
        recording.run(1);
        assertThat(tensor.floats()).containsOnly(2);
      }
    }
  }
}
