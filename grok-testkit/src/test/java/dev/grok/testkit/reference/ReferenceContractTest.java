package dev.grok.testkit.reference;

import dev.grok.api.Backend;
import dev.grok.api.Backends;
import dev.grok.testkit.KernelContract;

class ReferenceContractTest implements KernelContract {
  @Override
  public Backend open() {
    return Backends.open("reference");
  }
}
