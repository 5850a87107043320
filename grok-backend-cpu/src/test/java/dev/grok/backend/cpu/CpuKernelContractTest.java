package dev.grok.backend.cpu;

import dev.grok.api.backend.Backend;
import dev.grok.api.backend.Backends;
import dev.grok.testkit.KernelContract;

class CpuKernelContractTest implements KernelContract {
  @Override
  public Backend open() {
    return Backends.open("cpu");
  }
}
