package dev.grok.lab.command.sweep;

import dev.grok.lab.command.shared.ConsoleCommand;
import dev.grok.lab.config.Configs;
import dev.grok.lab.config.SweepConfig;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "list",
    description = "List the sweeps that come with grok and what they reproduce.")
final class SweepListCommand extends ConsoleCommand implements Runnable {
  @Option(names = "--json", description = "Print the whole sweeps as JSON.")
  private boolean json;

  @Override
  public void run() {
    list(
        Configs.SWEEPS.presets(),
        json,
        SweepConfig::name,
        sweep -> "%s: %d cells".formatted(sweep.description(), sweep.cells()),
        SweepConfig::source);
  }
}
