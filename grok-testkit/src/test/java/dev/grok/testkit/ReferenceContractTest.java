package dev.grok.testkit;

import dev.grok.api.backend.Backend;
import dev.grok.api.backend.Backends;

class ReferenceContractTest implements KernelContract {
  @Override
  public Backend open() {
    return Backends.open("reference");
  }
}
