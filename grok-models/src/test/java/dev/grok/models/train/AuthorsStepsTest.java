package dev.grok.models.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.grok.api.backend.Backend;
import dev.grok.api.backend.Backends;
import dev.grok.models.train.Crossing.Reached;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Steps to 90 % from the authors' initial state, against the counts that they stored. */
class AuthorsStepsTest {
  /** Cells that end later drift by rounding in every environment (settings.md, fact 1). */
  private static final int EARLY = 2_500;

  private record Cell(Experiment experiment, long train, long validation) {}

  private static List<ReplicaOutcome> train(List<Cell> cells) {
    try (Backend backend = Backends.open("cpu");
        Ensemble ensemble =
            Ensemble.create(
                backend,
                cells.stream().map(Cell::experiment).toList(),
                Collections.nCopies(cells.size(), Fixtures.fig6bState()))) {
      ensemble.run(EARLY);
      return ensemble.evaluate();
    }
  }

  private static void compare(List<Cell> cells) {
    List<ReplicaOutcome> outcomes = train(cells);
    for (int i = 0; i < cells.size(); i++) {
      Cell cell = cells.get(i);
      String name =
          "embedding %s, decoder %s"
              .formatted(cell.experiment.embedding(), cell.experiment.decoder());
      assertThat(step(outcomes.get(i).train())).as(name).isCloseTo(cell.train, within(3L));
      assertThat(step(outcomes.get(i).validation()))
          .as(name)
          .isCloseTo(cell.validation, within(3L));
    }
  }

  private static long step(Crossing crossing) {
    assertThat(crossing).isInstanceOf(Reached.class);
    return ((Reached) crossing).step();
  }

  @Test
  void fig6bDecoderRate1e4WithoutDecayTakes1650And2076Steps() {
    ReplicaOutcome outcome = train(List.of(new Cell(Fixtures.fig6b(1e-4, 0), 1650, 2076))).get(0);
    assertThat(outcome.train()).isEqualTo(Crossing.reached(1650));
    assertThat(outcome.validation()).isEqualTo(Crossing.reached(2076));
  }

  @Test
  void fig6bEarlyCells() {
    List<Cell> cells = new ArrayList<>();
    for (String[] row : Fixtures.rows("fig6b-reference.csv")) {
      if (Long.parseLong(row[3]) < EARLY) {
        cells.add(
            new Cell(
                Fixtures.fig6b(Double.parseDouble(row[0]), Double.parseDouble(row[1])),
                Long.parseLong(row[2]),
                Long.parseLong(row[3])));
      }
    }
    assertThat(cells).hasSize(15);
    compare(cells);
  }

  @Test
  void fig6aEarlyCells() {
    List<Cell> cells = new ArrayList<>();
    for (String[] row : Fixtures.rows("fig6a-reference.csv")) {
      if (Long.parseLong(row[3]) < EARLY) {
        Experiment experiment =
            Fixtures.fig6b(Double.parseDouble(row[0]), 0)
                .withEmbedding(OptimizerSettings.adamw(Double.parseDouble(row[1]), 0));
        cells.add(new Cell(experiment, Long.parseLong(row[2]), Long.parseLong(row[3])));
      }
    }
    assertThat(cells).hasSize(23);
    compare(cells);
  }
}
