package dev.grok.backend.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grok.api.backend.Backend;
import dev.grok.api.backend.Backends;
import dev.grok.testkit.KernelContract;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;

/** The contract on the simulated device, with the backend and the kernels as they are. */
class CudaKernelContractTest implements KernelContract {
  @BeforeAll
  static void build() {
    SimulatedDevice.require();
  }

  @Override
  public Backend open() {
    return Backends.open("cuda");
  }

  @Override
  public boolean checksIds() {
    return false;
  }

  @AfterEach
  void nothingIsHeld() {
    assertThat(SimulatedDevice.require().held()).isEmpty();
  }
}
