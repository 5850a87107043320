package dev.grok.lab.command;

import dev.grok.lab.config.UsageException;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code grok theory}: the commands of the effective theory. */
@Command(
    name = "theory",
    synopsisSubcommandLabel = "COMMAND",
    description = "What the effective theory says, without training or beside it.")
final class TheoryCommand implements Runnable {
  private TheoryCommand() {}

  static CommandLine commandLine(Console console) {
    return new CommandLine(new TheoryCommand())
        .addSubcommand(new TheorySetCommand(console))
        .addSubcommand(new TheoryCriticalCommand(console))
        .addSubcommand(new TheoryScalingCommand(console))
        .addSubcommand(new TheorySmallestCommand(console))
        .addSubcommand(new TheoryRatesCommand(console))
        .addSubcommand(new TheoryFlowCommand(console))
        .addSubcommand(new TheoryCompareCommand(console))
        .addSubcommand(new TheoryBoundsCommand(console))
        .addSubcommand(new TheoryLatticeCommand(console))
        .addSubcommand(new TheoryGroupCommand(console))
        .addSubcommand(new TheoryImagesCommand(console))
        .addSubcommand(new TheoryLinearCommand(console));
  }

  /** Without a command. */
  @Override
  public void run() {
    throw new UsageException(
        "name a command: set, critical, scaling, smallest, rates, flow, compare, bounds, lattice,"
            + " group, images or linear ('grok theory --help' explains them)");
  }
}
