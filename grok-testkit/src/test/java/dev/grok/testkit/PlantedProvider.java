package dev.grok.testkit;

import dev.grok.api.BackendOptions;
import dev.grok.api.Probe;
import dev.grok.api.backend.Backend;
import dev.grok.api.backend.Backends;
import dev.grok.api.spi.BackendDriver;
import dev.grok.api.spi.BackendProvider;
import dev.grok.backend.reference.ReferenceDriver;
import dev.grok.backend.reference.ReferenceKernels;
import java.util.function.Supplier;

/** Opens whatever driver a test has planted. */
@BackendProvider.Name("planted")
public final class PlantedProvider implements BackendProvider {
  private static Supplier<BackendDriver> planted =
      () -> new ReferenceDriver(new ReferenceKernels());

  /** The contract of a backend with this driver. */
  static KernelContract contract(Supplier<BackendDriver> driver) {
    planted = driver;
    return PlantedProvider::openPlanted;
  }

  private static Backend openPlanted() {
    return Backends.open("planted");
  }

  @Override
  public int priority() {
    return -1;
  }

  @Override
  public Probe probe() {
    return Probe.available("for tests");
  }

  @Override
  public BackendDriver open(BackendOptions options) {
    return planted.get();
  }
}
