package dev.grok.testkit;

import dev.grok.api.Backend;
import dev.grok.api.Backends;
import dev.grok.api.spi.BackendDriver;
import dev.grok.api.spi.BackendOptions;
import dev.grok.api.spi.BackendProvider;
import dev.grok.api.spi.Probe;
import dev.grok.testkit.reference.ReferenceDriver;
import dev.grok.testkit.reference.ReferenceKernels;
import java.util.function.Supplier;

/** Opens whatever driver a test has planted. */
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
  public String name() {
    return "planted";
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
