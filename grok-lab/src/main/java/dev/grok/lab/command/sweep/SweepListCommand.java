package dev.grok.lab.command.sweep;

import dev.grok.lab.command.shared.ConsoleCommand;
import dev.grok.lab.config.SweepConfig;
import dev.grok.lab.config.SweepConfigs;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code grok sweep list}. */
@Command(
    name = "list",
    description = "List the sweeps that come with grok and what they reproduce.")
final class SweepListCommand extends ConsoleCommand implements Runnable {
  @Option(names = "--json", description = "Print the whole sweeps as JSON.")
  private boolean json;

  @Override
  public void run() {
    list(
        SweepConfigs.presets(),
        json,
        SweepConfig::name,
        sweep -> "%s: %d cells".formatted(sweep.description(), sweep.cells()),
        SweepConfig::source);
  }
}
