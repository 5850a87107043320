package dev.grok.models.train;

import static dev.grok.models.train.Crossing.censored;
import static dev.grok.models.train.Crossing.reached;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.grok.api.GrokException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Table 1. */
class PhaseRuleTest {
  private static final Crossing NEVER = censored(100_000);

  private static Phase classify(Crossing train, Crossing validation) {
    return PhaseRule.TABLE_1.classify(train, validation);
  }

  @Test
  void rowsOfTable1() {
    assertThat(classify(reached(1650), reached(2076))).isEqualTo(Phase.COMPREHENSION);
    assertThat(classify(reached(14_262), reached(21_295))).isEqualTo(Phase.GROKKING);
    assertThat(classify(reached(938), NEVER)).isEqualTo(Phase.MEMORIZATION);
    assertThat(classify(NEVER, NEVER)).isEqualTo(Phase.CONFUSION);
  }

  @Test
  void edges() {
    assertThat(classify(reached(0), reached(999))).isEqualTo(Phase.COMPREHENSION);
    assertThat(classify(reached(0), reached(1000))).isEqualTo(Phase.GROKKING);
    assertThat(classify(reached(5), reached(3))).isEqualTo(Phase.COMPREHENSION);
    assertThat(classify(NEVER, reached(3))).isEqualTo(Phase.COMPREHENSION);
    assertThat(classify(reached(99_999), NEVER)).isEqualTo(Phase.MEMORIZATION);
    assertThat(classify(reached(100_000), NEVER)).isEqualTo(Phase.CONFUSION);
    assertThat(classify(reached(10), reached(100_000))).isEqualTo(Phase.MEMORIZATION);
  }

  @Test
  void itIsTotal() {
    List<Crossing> all = List.of(reached(0), reached(999), reached(1000), reached(1 << 20), NEVER);
    for (Crossing train : all) {
      for (Crossing validation : all) {
        assertThat(classify(train, validation)).isNotNull();
      }
    }
  }

  @Test
  void nonsenseIsRefused() {
    assertThatThrownBy(() -> new PhaseRule(0, 1)).isInstanceOf(GrokException.class);
    assertThatThrownBy(() -> new PhaseRule(1, -1)).isInstanceOf(GrokException.class);
    assertThatThrownBy(() -> new Thresholds(0, 1)).isInstanceOf(GrokException.class);
    assertThatThrownBy(() -> new Thresholds(0.9, Double.NaN)).isInstanceOf(GrokException.class);
  }

  @Test
  void schedulesBeginAtZeroAndEndAtTheLastStep() {
    assertThat(new Schedule.Regular(40).steps(100)).containsExactly(0, 40, 80, 100);
    assertThat(new Schedule.Regular(50).steps(100)).containsExactly(0, 50, 100);
    assertThat(new Schedule.Logarithmic(2).steps(500))
        .containsExactly(0, 1, 3, 10, 32, 100, 316, 500);
    assertThat(new Schedule.Logarithmic(3).steps(0)).containsExactly(0);
    assertThatThrownBy(() -> new Schedule.Regular(0)).isInstanceOf(GrokException.class);
  }
}
