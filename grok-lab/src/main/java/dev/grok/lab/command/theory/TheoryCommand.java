package dev.grok.lab.command.theory;

import dev.grok.lab.config.UsageException;
import dev.grok.lab.console.Console;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code grok theory}: the commands of the effective theory. */
@Command(
    name = "theory",
    synopsisSubcommandLabel = "COMMAND",
    description = "What the effective theory says, without training or beside it.")
public final class TheoryCommand implements Runnable {
  private TheoryCommand() {}

  /** The command with its subcommands. */
  public static CommandLine commandLine(Console console, String line) {
    CommandLine theory = new CommandLine(new TheoryCommand());
    Stream.of(
            new TheorySetCommand(),
            new TheoryCriticalCommand(),
            new TheoryScalingCommand(),
            new TheorySmallestCommand(),
            new TheoryRatesCommand(),
            new TheoryFlowCommand(),
            new TheoryCompareCommand(),
            new TheoryBoundsCommand(),
            new TheoryLatticeCommand(),
            new TheoryGroupCommand(),
            new TheoryImagesCommand(),
            new TheoryLinearCommand())
        .forEach(command -> theory.addSubcommand(command.on(console, line)));
    return theory;
  }

  /** Without a command. */
  @Override
  public void run() {
    throw new UsageException(
        "name a command: set, critical, scaling, smallest, rates, flow, compare, bounds, lattice,"
            + " group, images or linear ('grok theory --help' explains them)");
  }
}
