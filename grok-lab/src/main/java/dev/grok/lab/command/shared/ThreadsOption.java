package dev.grok.lab.command.shared;

import dev.grok.lab.config.UsageException;
import picocli.CommandLine.Option;

/** The option that says how many threads compute; no result depends on it. */
public final class ThreadsOption {
  @Option(names = "--threads", paramLabel = "N", description = "Threads; default: all cores.")
  private int threads;

  /** As typed; 0 if it was not. */
  public int asked() {
    return threads;
  }

  /**
   * As typed; 0 if it was not.
   *
   * @throws UsageException if it is negative
   */
  public int checked() {
    if (threads < 0) {
      throw new UsageException("--threads must not be negative: " + threads);
    }
    return threads;
  }

  /** As typed, or one for each core. */
  public int count() {
    return checked() == 0 ? Runtime.getRuntime().availableProcessors() : threads;
  }
}
