package dev.grok.lab.command.sweep;

import dev.grok.lab.command.shared.GroupCommand;
import picocli.CommandLine.Command;

@Command(
    name = "sweep",
    description = "Train every cell of a phase diagram; killed at any point, it goes on.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      SweepRunCommand.class,
      SweepResumeCommand.class,
      SweepStatusCommand.class,
      SweepReportCommand.class,
      SweepMergeCommand.class,
      SweepListCommand.class
    })
public final class SweepCommand extends GroupCommand {}
