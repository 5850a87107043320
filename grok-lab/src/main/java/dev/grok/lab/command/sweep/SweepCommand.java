package dev.grok.lab.command.sweep;

import dev.grok.lab.config.UsageException;
import dev.grok.lab.console.Console;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code grok sweep}. */
@Command(
    name = "sweep",
    description = "Train every cell of a phase diagram; killed at any point, it goes on.",
    synopsisSubcommandLabel = "COMMAND")
public final class SweepCommand implements Runnable {
  /** The command with its subcommands. */
  public static CommandLine commandLine(Console console, String line) {
    CommandLine sweep = new CommandLine(new SweepCommand());
    Stream.of(
            new SweepRunCommand(),
            new SweepResumeCommand(),
            new SweepStatusCommand(),
            new SweepReportCommand(),
            new SweepMergeCommand(),
            new SweepListCommand())
        .forEach(command -> sweep.addSubcommand(command.on(console, line)));
    return sweep;
  }

  @Override
  public void run() {
    throw new UsageException(
        "name a command: run, resume, status, report, merge or list ('grok sweep --help' explains"
            + " them)");
  }
}
