package dev.grok.lab.command;

import dev.grok.api.Backend;
import dev.grok.api.Backends;
import dev.grok.api.spi.BackendOptions;
import dev.grok.lab.command.shared.BackendOption;
import dev.grok.lab.config.Json;
import dev.grok.lab.console.Console;
import dev.grok.testkit.ContractRunner;
import dev.grok.testkit.ContractRunner.Outcome;
import dev.grok.testkit.ContractRunner.Summary;
import java.util.ArrayList;
import java.util.List;
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

  /**
   * What selftest says.
   *
   * @param backend name of the tested backend
   * @param description device, vector width, threads
   * @param passed number of tests that passed
   * @param failed number of tests that failed
   * @param failures the failed ones, with what is wrong
   */
  record Verdict(
      String backend, String description, int passed, int failed, List<Outcome> failures) {}

  @Override
  public Integer call() {
    Backends.Choice choice = backend.choice();
    String description;
    try (Backend opened = choice.open(BackendOptions.DEFAULT)) {
      description = opened.description();
    }
    List<Outcome> failures = new ArrayList<>();
    Summary summary =
        ContractRunner.run(
            () -> choice.open(BackendOptions.DEFAULT),
            outcome -> {
              if (!outcome.passed()) {
                failures.add(outcome);
              }
            });
    Verdict verdict =
        new Verdict(choice.name(), description, summary.passed(), summary.failed(), failures);
    console.out().print(json ? Json.write(verdict) : text(verdict));
    return summary.failed() == 0 ? 0 : 1;
  }

  private static String text(Verdict verdict) {
    StringBuilder text = new StringBuilder();
    for (Outcome failure : verdict.failures()) {
      text.append("%s.%s: %s%n".formatted(failure.group(), failure.test(), failure.sentence()));
    }
    text.append(
        "%s (%s): %d passed, %d failed%n"
            .formatted(
                verdict.backend(), verdict.description(), verdict.passed(), verdict.failed()));
    return text.toString();
  }
}
