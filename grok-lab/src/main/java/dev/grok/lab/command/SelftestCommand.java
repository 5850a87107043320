package dev.grok.lab.command;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code grok selftest}. */
@Command(name = "selftest", description = "Run the kernel contract on a backend.")
final class SelftestCommand implements Callable<Integer> {
  private final Console console;
  @Mixin private final BackendOption backend = new BackendOption();

  SelftestCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    console.out().println(backend.choice().name());
    return 0;
  }
}
