package dev.grok.lab.command.theory;

import dev.grok.lab.command.shared.GroupCommand;
import picocli.CommandLine.Command;

@Command(
    name = "theory",
    synopsisSubcommandLabel = "COMMAND",
    description = "What the effective theory says, without training or beside it.",
    subcommands = {
      TheorySetCommand.class,
      TheoryCriticalCommand.class,
      TheoryScalingCommand.class,
      TheorySmallestCommand.class,
      TheoryRatesCommand.class,
      TheoryFlowCommand.class,
      TheoryCompareCommand.class,
      TheoryBoundsCommand.class,
      TheoryLatticeCommand.class,
      TheoryGroupCommand.class,
      TheoryImagesCommand.class,
      TheoryLinearCommand.class
    })
public final class TheoryCommand extends GroupCommand {}
