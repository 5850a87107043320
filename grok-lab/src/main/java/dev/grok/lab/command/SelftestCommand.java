package dev.grok.lab.command;

import dev.grok.lab.command.shared.BackendOption;
import dev.grok.lab.config.Json;
import dev.grok.lab.config.UsageException;
import dev.grok.lab.console.Console;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code grok selftest}: exit code 1 if a test fails. */
@Command(
    name = "selftest",
    description = "Compare every kernel of a backend, on this machine, with the reference.")
final class SelftestCommand implements Callable<Integer> {
  private final Console console;

  @Mixin private final BackendOption backend = new BackendOption();

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  SelftestCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    if (!isSuiteHere()) {
      throw new UsageException(
          "selftest needs the contract suite: add dev.grok:grok-testkit, which brings JUnit and"
              + " AssertJ, to the class path or module path");
    }
    ContractSuite.Verdict verdict = ContractSuite.run(backend.choice());
    console.out().print(json ? Json.write(verdict) : text(verdict));
    return verdict.failed() == 0 ? 0 : 1;
  }

  private static boolean isSuiteHere() {
    try {
      Class.forName("dev.grok.testkit.ContractRunner");
      return true;
    } catch (ClassNotFoundException e) {
      return false;
    }
  }

  private static String text(ContractSuite.Verdict verdict) {
    StringBuilder text = new StringBuilder();
    for (ContractSuite.Failure failure : verdict.failures()) {
      text.append("%s.%s: %s%n".formatted(failure.group(), failure.test(), failure.sentence()));
    }
    text.append(
        "%s (%s): %d passed, %d failed%n"
            .formatted(
                verdict.backend(), verdict.description(), verdict.passed(), verdict.failed()));
    return text.toString();
  }
}
