package dev.grok.lab.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.grok.lab.config.Configs;
import dev.grok.lab.config.SweepConfig;
import dev.grok.lab.sweep.CellResult.Status;
import dev.grok.models.train.Phase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RefinementTest {
  private static final Path REFERENCES =
      Path.of("../grok-models/src/test/resources/dev/grok/models/train");

  /** The authors' stored steps stand in for training: 99999 is never. */
  private static List<CellResult> authors(CellPlan plan, String name) throws IOException {
    List<CellResult> results = new ArrayList<>();
    List<String> lines = Files.readAllLines(REFERENCES.resolve(name + "-reference.csv"));
    for (String line : lines.subList(1, lines.size())) {
      String[] fields = line.split(",");
      int cell = results.size();
      CellResult result =
          new CellResult(
              cell, plan.id(cell), Status.DONE, step(fields[2]), step(fields[3]), -1, "");
      assertThat(result.phase(plan.sweep().base().phase()).orElseThrow())
          .isEqualTo(Phase.valueOf(fields[4].toUpperCase(Locale.ROOT)));
      results.add(result);
    }
    return results;
  }

  private static long step(String text) {
    return text.equals("99999") ? CellResult.NEVER : Long.parseLong(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"fig6a", "fig6b"})
  void twoFifthsOfTheGridGiveTheAuthorsMap(String name) throws IOException {
    SweepConfig sweep = Configs.SWEEPS.load(name, List.of("refine.stride=4", "refine.share=0.4"));
    CellPlan plan = new CellPlan(sweep);
    List<CellResult> authors = authors(plan, name);
    assertThat(authors).hasSize(plan.cells());
    SweepResults results = new SweepResults(plan);
    CellSelection selection = new CellSelection(sweep);
    train(selection, results, authors);
    PhaseMap map = selection.map(results);
    int wrong = 0;
    for (int cell = 0; cell < plan.cells(); cell++) {
      Phase phase = authors.get(cell).phase(map.rule()).orElseThrow();
      wrong += map.majority(cell).orElseThrow() == phase ? 0 : 1;
    }
    assertThat(results.count()).isLessThanOrEqualTo(plan.cells() * 40 / 100);
    assertThat(map.inferred()).isEqualTo(plan.cells() - results.count());
    assertThat(wrong).isLessThanOrEqualTo(plan.cells() * 3 / 100);
    System.out.printf(
        "%s: %d of %d grid points trained, %d wrong%n", name, results.count(), plan.cells(), wrong);

    // Resumed with all results there, it chooses the same.
    CellSelection again = new CellSelection(sweep);
    assertThat(again.next(results).toArray()).isEmpty();
    assertThat(again.map(results).inferred()).isEqualTo(map.inferred());
  }

  /** Each seed leaves memorization at a rate of its own; the areas are those of the whole grid. */
  @Test
  void whatIsInferredCountsForEverySeed() {
    SweepConfig sweep =
        Configs.SWEEPS.load(
            "fig6b", List.of("base.seeds=[1,2,3]", "refine.stride=4", "refine.share=0.4"));
    CellPlan plan = new CellPlan(sweep);
    List<CellResult> truth = new ArrayList<>();
    int memorized = 0;
    for (int cell = 0; cell < plan.cells(); cell++) {
      boolean generalizes = sweep.place(cell / 3)[0] >= 10 + 2 * (cell % 3);
      memorized += generalizes ? 0 : 1;
      long validation = generalizes ? 20 : CellResult.NEVER;
      truth.add(new CellResult(cell, plan.id(cell), Status.DONE, 10, validation, -1, ""));
    }
    SweepResults results = new SweepResults(plan);
    CellSelection selection = new CellSelection(sweep);
    train(selection, results, truth);
    double share = memorized / (double) plan.cells();
    assertThat(PhaseAreas.of(selection.map(results)).get(Phase.MEMORIZATION).share())
        .isCloseTo(share, within(0.02));
    // What was trained lies where seeds differ, and by itself gives another area.
    PhaseMap trained = new PhaseMap(results, sweep.base().phase());
    assertThat(Math.abs(PhaseAreas.of(trained).get(Phase.MEMORIZATION).share() - share))
        .isGreaterThan(0.03);
  }

  private static void train(CellSelection selection, SweepResults results, List<CellResult> truth) {
    int[] round = selection.next(results).toArray();
    while (round.length > 0) {
      for (int cell : round) {
        assertThat(results.has(cell)).isFalse();
        results.put(truth.get(cell));
      }
      round = selection.next(results).toArray();
    }
  }
}
