package dev.grok.backend.reference;

import dev.grok.api.BackendOptions;
import dev.grok.api.GrokException;
import dev.grok.api.Probe;
import dev.grok.api.spi.BackendDriver;
import dev.grok.api.spi.BackendProvider;

/**
 * Gives the backend {@code reference}: float64, one thread, never optimized. Only chosen by name.
 */
@BackendProvider.Name("reference")
public final class ReferenceProvider implements BackendProvider {
  @Override
  public int priority() {
    return -1;
  }

  @Override
  public Probe probe() {
    return Probe.available(ReferenceDriver.DESCRIPTION);
  }

  @Override
  public BackendDriver open(BackendOptions options) {
    if (!options.device().isEmpty()) {
      throw new GrokException(
          "backend reference has no devices to choose from: '%s'".formatted(options.device()));
    }
    return new ReferenceDriver(new ReferenceKernels());
  }
}
