package dev.grok.lab.command.theory;

import static dev.grok.lab.command.shared.ConsoleCommand.DEFAULT;

import dev.grok.lab.command.shared.ThreadsOption;
import dev.grok.theory.statistics.MonteCarlo;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How many random data sets are drawn, and by how many threads. */
final class MonteCarloOptions {
  @Option(names = "--data-sets", paramLabel = "N", description = "Random data sets" + DEFAULT)
  private int dataSets = 10_000;

  @Option(names = "--seed", paramLabel = "SEED", description = "Seed of the data sets" + DEFAULT)
  private long seed;

  @Mixin private final ThreadsOption threads = new ThreadsOption();

  MonteCarlo draws() {
    return new MonteCarlo(dataSets, seed, threads.count());
  }
}
