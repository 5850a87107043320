package dev.grok.lab.command;

import dev.grok.api.BackendOptions;
import dev.grok.api.backend.Backends;
import dev.grok.lab.config.UsageException;
import picocli.CommandLine.Option;

/** The options that choose a backend. */
final class BackendOption {
  @Option(
      names = "--backend",
      paramLabel = "NAME",
      defaultValue = Backends.AUTO,
      description = "cpu, reference, cuda:1, ...; default: the best available.")
  private String name = Backends.AUTO;

  Backends.Choice choice() {
    return Backends.explain(name);
  }

  static BackendOptions options(int threads) {
    if (threads < 0) {
      throw new UsageException("--threads must not be negative: " + threads);
    }
    return BackendOptions.DEFAULT.withThreads(threads);
  }
}
