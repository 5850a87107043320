package dev.grok.backend.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grok.api.Tensor;
import dev.grok.api.backend.Backend;
import dev.grok.api.backend.MemoryScope;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Tests that begin on a simulated device without faults and leave nothing on it. */
abstract class OnSimulatedDevice {
  SimulatedDevice device;

  @BeforeEach
  void require() {
    device = SimulatedDevice.require();
    device.reset();
  }

  @AfterEach
  void nothingIsHeld() {
    device.reset();
    assertThat(device.held()).isEmpty();
  }

  static void requireUsable(Backend backend) {
    try (MemoryScope scope = backend.scope("still usable")) {
      Tensor tensor = scope.floats("tensor", 2, 100);
      backend.kernels().fill(tensor, 3);
      assertThat(tensor.floats()).containsOnly(3);
    }
  }
}
