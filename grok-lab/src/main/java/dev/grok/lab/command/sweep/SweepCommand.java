package dev.grok.lab.command.sweep;

import dev.grok.lab.command.shared.GroupCommand;
import dev.grok.lab.console.Console;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code grok sweep}. */
@Command(
    name = "sweep",
    description = "Train every cell of a phase diagram; killed at any point, it goes on.",
    synopsisSubcommandLabel = "COMMAND")
public final class SweepCommand extends GroupCommand {
  /** The command with its subcommands. */
  public static CommandLine commandLine(Console console, String line) {
    return new SweepCommand()
        .with(
            console,
            line,
            new SweepRunCommand(),
            new SweepResumeCommand(),
            new SweepStatusCommand(),
            new SweepReportCommand(),
            new SweepMergeCommand(),
            new SweepListCommand());
  }
}
