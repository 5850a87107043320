package dev.grok.lab.command.shared;

import dev.grok.api.backend.Backends;
import picocli.CommandLine.Option;

public final class BackendOption {
  @Option(
      names = "--backend",
      paramLabel = "NAME",
      defaultValue = Backends.AUTO,
      description = "cpu, reference, cuda:1, ...; default: the best available.")
  private String name = Backends.AUTO;

  /** The backend that was named, or the best available, with the reason. */
  public Backends.Choice choice() {
    return Backends.explain(name);
  }
}
