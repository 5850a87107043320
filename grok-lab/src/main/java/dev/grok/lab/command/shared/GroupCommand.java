package dev.grok.lab.command.shared;

import dev.grok.lab.config.UsageException;
import dev.grok.lab.console.Console;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** A command that does nothing without one of its subcommands. */
public abstract class GroupCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  /**
   * The command with its subcommands.
   *
   * @param line the command line as typed
   */
  protected final CommandLine with(Console console, String line, ConsoleCommand... commands) {
    CommandLine group = new CommandLine(this);
    for (ConsoleCommand command : commands) {
      group.addSubcommand(command.on(console, line));
    }
    return group;
  }

  @Override
  public final void run() {
    List<String> names = List.copyOf(spec.subcommands().keySet());
    int last = names.size() - 1;
    throw new UsageException(
        "name a command: %s or %s ('%s --help' explains them)"
            .formatted(
                String.join(", ", names.subList(0, last)), names.get(last), spec.qualifiedName()));
  }
}
