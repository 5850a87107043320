package dev.grok.lab.command;

import dev.grok.lab.config.Json;
import dev.grok.lab.config.SweepConfig;
import dev.grok.lab.config.SweepConfigs;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code grok sweep list}. */
@Command(
    name = "list",
    description = "List the sweeps that come with grok and what they reproduce.")
final class SweepListCommand implements Runnable {
  private final Console console;

  @Option(names = "--json", description = "Print the whole sweeps as JSON.")
  private boolean json;

  SweepListCommand(Console console) {
    this.console = console;
  }

  @Override
  public void run() {
    List<SweepConfig> presets = SweepConfigs.presets();
    if (json) {
      console.out().print(Json.write(presets));
      return;
    }
    int width = presets.stream().mapToInt(p -> p.name().length()).max().orElse(0);
    for (SweepConfig preset : presets) {
      String indent = " ".repeat(width + 2);
      console
          .out()
          .println(
              ("%-" + (width + 2) + "s%s: %d cells")
                  .formatted(preset.name(), preset.description(), preset.cells()));
      console.out().println(indent + preset.source());
    }
  }
}
