package dev.grok.lab.command.theory;

import dev.grok.lab.command.shared.GroupCommand;
import dev.grok.lab.console.Console;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code grok theory}: the commands of the effective theory. */
@Command(
    name = "theory",
    synopsisSubcommandLabel = "COMMAND",
    description = "What the effective theory says, without training or beside it.")
public final class TheoryCommand extends GroupCommand {
  /** The command with its subcommands. */
  public static CommandLine commandLine(Console console, String line) {
    return new TheoryCommand()
        .with(
            console,
            line,
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
            new TheoryLinearCommand());
  }
}
