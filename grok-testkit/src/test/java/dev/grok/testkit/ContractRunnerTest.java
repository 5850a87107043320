package dev.grok.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grok.api.backend.Backends;
import dev.grok.testkit.ContractRunner.Outcome;
import dev.grok.testkit.ContractRunner.Summary;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ContractRunnerTest {
  @Test
  void theReferencePassesEveryTest() {
    List<Outcome> outcomes = new ArrayList<>();
    Summary summary = ContractRunner.run(() -> Backends.open("reference"), outcomes::add);
    assertThat(outcomes)
        .allMatch(Outcome::passed)
        .extracting(Outcome::group)
        .contains("MatmulContract", "ReplicaContract", "ErrorContract");
    assertThat(summary).isEqualTo(new Summary(ContractRunner.tests().size(), 0));
    assertThat(summary.passed()).isGreaterThan(50);
  }

  @Test
  void aFailureIsReportedInASentenceAndTheOthersStillRun() {
    PlantedProvider.contract(PlantedBug.MATMUL_IGNORES_ACCUMULATE.driver);
    List<Outcome> outcomes = new ArrayList<>();
    Summary summary = ContractRunner.run(() -> Backends.open("planted"), outcomes::add);
    assertThat(outcomes)
        .filteredOn(o -> o.test().equals("matmulAgreesOnEverySizeOfEveryAxis"))
        .singleElement()
        .satisfies(
            o ->
                assertThat(o.sentence())
                    .startsWith("matmul NONE ACCUMULATE (c [2, ")
                    .contains("the reference computes"));
    assertThat(summary.failed()).isEqualTo(outcomes.stream().filter(o -> !o.passed()).count());
    assertThat(summary.passed()).isGreaterThan(40);
  }
}
