package dev.grok.lab.command;

import dev.grok.lab.command.shared.BackendOption;
import dev.grok.lab.command.shared.ResultCommand;
import dev.grok.lab.config.UsageException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Exit code 1 if a test fails. */
@Command(
    name = "selftest",
    description = "Compare every kernel of a backend, on this machine, with the reference.")
final class SelftestCommand extends ResultCommand<ContractSuite.Verdict> {
  @Mixin private final BackendOption backend = new BackendOption();

  @Override
  protected ContractSuite.Verdict compute() {
    try {
      Class.forName("dev.grok.testkit.ContractRunner");
    } catch (ClassNotFoundException e) {
      throw new UsageException(
          "selftest needs the contract suite: add dev.grok:grok-testkit, which brings JUnit and"
              + " AssertJ, to the class path or module path");
    }
    return ContractSuite.run(backend.choice());
  }

  @Override
  protected int exitCode(ContractSuite.Verdict verdict) {
    return verdict.failed() == 0 ? 0 : 1;
  }

  @Override
  protected String text(ContractSuite.Verdict verdict) {
    return ContractSuite.text(verdict);
  }
}
