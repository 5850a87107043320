package dev.grok.lab.command.shared;

import dev.grok.lab.config.UsageException;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** A command that does nothing without one of its subcommands. */
public abstract class GroupCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

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
