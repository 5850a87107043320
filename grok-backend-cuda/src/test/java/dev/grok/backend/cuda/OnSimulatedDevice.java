package dev.grok.backend.cuda;

import static org.assertj.core.api.Assertions.assertThat;

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
}
