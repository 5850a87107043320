package dev.grok.lab.command;

import dev.grok.api.BackendOptions;
import dev.grok.api.backend.Backend;
import dev.grok.api.backend.Backends;
import dev.grok.testkit.ContractRunner;
import dev.grok.testkit.ContractRunner.Outcome;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs the contract of grok-testkit. Nothing else here may name its classes: it need not be there.
 */
final class ContractSuite {
  private ContractSuite() {}

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

  static Verdict run(Backends.Choice choice) {
    String description;
    try (Backend opened = choice.open(BackendOptions.DEFAULT)) {
      description = opened.description();
    }
    List<Outcome> failures = new ArrayList<>();
    ContractRunner.Summary summary =
        ContractRunner.run(
            () -> choice.open(BackendOptions.DEFAULT),
            outcome -> {
              if (!outcome.passed()) {
                failures.add(outcome);
              }
            });
    return new Verdict(choice.name(), description, summary.passed(), summary.failed(), failures);
  }

  static String text(Verdict verdict) {
    StringBuilder text = new StringBuilder();
    for (Outcome failure : verdict.failures()) {
      text.append("%s.%s: %s%n".formatted(failure.group(), failure.test(), failure.sentence()));
    }
    return text.append(
            "%s (%s): %d passed, %d failed%n"
                .formatted(
                    verdict.backend(), verdict.description(), verdict.passed(), verdict.failed()))
        .toString();
  }
}
