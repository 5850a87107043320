package dev.grok.lab.command;

import dev.grok.lab.config.UsageException;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code grok sweep}. */
@Command(
    name = "sweep",
    description = "Train every cell of a phase diagram; killed at any point, it goes on.",
    synopsisSubcommandLabel = "COMMAND")
final class SweepCommand implements Runnable {
  /** With all that hangs on it. */
  static CommandLine commandLine(Console console, String line) {
    return new CommandLine(new SweepCommand())
        .addSubcommand(new SweepRunCommand(console, line))
        .addSubcommand(new SweepResumeCommand(console, line))
        .addSubcommand(new SweepStatusCommand(console))
        .addSubcommand(new SweepReportCommand(console, line))
        .addSubcommand(new SweepMergeCommand(console, line))
        .addSubcommand(new SweepListCommand(console));
  }

  @Override
  public void run() {
    throw new UsageException(
        "name a command: run, resume, status, report, merge or list ('grok sweep --help' explains"
            + " them)");
  }
}
