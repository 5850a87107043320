package dev.grok.lab.command.shared;

import dev.grok.lab.config.Json;
import dev.grok.lab.console.Console;
import java.util.List;
import java.util.function.Function;

public abstract class ConsoleCommand {
  /** Ends the description of an option that has a default. */
  public static final String DEFAULT = " (default: ${DEFAULT-VALUE}).";

  private Console console = new Console(System.out, System.err);
  private String commandLine = "grok";

  /**
   * Sets where it prints; otherwise it prints on the streams of this process.
   *
   * @param commandLine as typed, for what is written about a run
   */
  public final void on(Console console, String commandLine) {
    this.console = console;
    this.commandLine = commandLine;
  }

  protected final Console console() {
    return console;
  }

  protected final String commandLine() {
    return commandLine;
  }

  /** Prints presets, as JSON or as two lines each: its name and what it is, then its source. */
  protected final <P> void list(
      List<P> presets,
      boolean json,
      Function<P, String> name,
      Function<P, String> description,
      Function<P, String> source) {
    if (json) {
      console.out().print(Json.write(presets));
      return;
    }
    int width = presets.stream().mapToInt(p -> name.apply(p).length()).max().orElse(0) + 2;
    for (P preset : presets) {
      String head = name.apply(preset) + " ".repeat(width - name.apply(preset).length());
      console.out().println(head + description.apply(preset));
      console.out().println(" ".repeat(width) + source.apply(preset));
    }
  }
}
