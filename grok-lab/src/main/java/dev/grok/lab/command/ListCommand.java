package dev.grok.lab.command;

import dev.grok.lab.config.Configs;
import dev.grok.lab.config.Json;
import dev.grok.lab.config.RunConfig;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code grok list}. */
@Command(name = "list", description = "List the presets and what they reproduce.")
final class ListCommand implements Runnable {
  private final Console console;

  @Option(names = "--json", description = "Print the whole configurations as JSON.")
  private boolean json;

  ListCommand(Console console) {
    this.console = console;
  }

  @Override
  public void run() {
    List<RunConfig> presets = Configs.presets();
    if (json) {
      console.out().print(Json.write(presets));
      return;
    }
    int width = presets.stream().mapToInt(p -> p.name().length()).max().orElse(0);
    for (RunConfig preset : presets) {
      String indent = " ".repeat(width + 2);
      console
          .out()
          .println(("%-" + (width + 2) + "s%s").formatted(preset.name(), preset.description()));
      console.out().println(indent + preset.source());
    }
  }
}
