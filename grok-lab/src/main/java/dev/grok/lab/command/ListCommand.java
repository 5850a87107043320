package dev.grok.lab.command;

import dev.grok.lab.command.shared.ConsoleCommand;
import dev.grok.lab.config.Configs;
import dev.grok.lab.config.RunConfig;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "list", description = "List the presets and what they reproduce.")
final class ListCommand extends ConsoleCommand implements Runnable {
  @Option(names = "--json", description = "Print the whole configurations as JSON.")
  private boolean json;

  @Override
  public void run() {
    list(Configs.RUNS.presets(), json, RunConfig::name, RunConfig::description, RunConfig::source);
  }
}
