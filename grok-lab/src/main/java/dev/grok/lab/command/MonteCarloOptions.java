package dev.grok.lab.command;

import dev.grok.lab.config.UsageException;
import dev.grok.theory.statistics.MonteCarlo;
import picocli.CommandLine.Option;

/** How many random data sets are drawn, and by how many threads. */
final class MonteCarloOptions {
  @Option(
      names = "--data-sets",
      paramLabel = "N",
      defaultValue = "10000",
      description = "Random data sets (default: ${DEFAULT-VALUE}).")
  private int dataSets = 10_000;

  @Option(
      names = "--seed",
      paramLabel = "SEED",
      defaultValue = "0",
      description = "Seed of the data sets (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(names = "--threads", paramLabel = "N", description = "Threads; default: all cores.")
  private int threads;

  /** All of it. */
  MonteCarlo draws() {
    return new MonteCarlo(dataSets, seed, threads());
  }

  int dataSets() {
    return dataSets;
  }

  long seed() {
    return seed;
  }

  /** The result does not depend on it. */
  int threads() {
    if (threads < 0) {
      throw new UsageException("--threads must not be negative: " + threads);
    }
    return threads == 0 ? Runtime.getRuntime().availableProcessors() : threads;
  }
}
