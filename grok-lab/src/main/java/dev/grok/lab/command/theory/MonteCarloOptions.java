package dev.grok.lab.command.theory;

import dev.grok.lab.command.shared.ThreadsOption;
import dev.grok.theory.statistics.MonteCarlo;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How many random data sets are drawn, and by how many threads. */
final class MonteCarloOptions {
  @Option(
      names = "--data-sets",
      paramLabel = "N",
      description = "Random data sets (default: ${DEFAULT-VALUE}).")
  private int dataSets = 10_000;

  @Option(
      names = "--seed",
      paramLabel = "SEED",
      description = "Seed of the data sets (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Mixin private final ThreadsOption threads = new ThreadsOption();

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

  int threads() {
    return threads.count();
  }
}
