package dev.grok.lab.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.grok.lab.config.Configs;
import dev.grok.lab.sweep.CellResult.Status;
import dev.grok.lab.sweep.PhaseMap.Threshold;
import dev.grok.lab.sweep.report.Exports;
import dev.grok.lab.sweep.report.TerminalMap;
import dev.grok.models.train.Phase;
import dev.grok.models.train.PhaseRule;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;

class PhaseMapTest {
  private static final PhaseRule RULE = new PhaseRule(1000, 100);

  /** Two rates by two decays with five seeds; steps to train and validation of each cell. */
  private final SweepResults results =
      new SweepResults(
          new CellPlan(
              Configs.SWEEPS.load(
                  "fig6b",
                  List.of(
                      "base.seeds=[1,2,3,4,5]",
                      "axes=[{\"kind\":\"logarithmic\",\"keys\":[\"experiment.decoder.learning_rate\"],"
                          + "\"from\":1e-4,\"to\":1e-2,\"points\":2},"
                          + "{\"kind\":\"linear\",\"keys\":[\"experiment.decoder.weight_decay\"],"
                          + "\"from\":0,\"to\":4,\"points\":2}]"))));

  private void put(int gridPoint, int seed, long train, long validation) {
    int cell = gridPoint * 5 + seed;
    results.put(
        new CellResult(
            cell, results.plan().id(cell), Status.DONE, train, validation, CellResult.NEVER, ""));
  }

  private PhaseMap map() {
    for (int seed = 0; seed < 5; seed++) {
      put(0, seed, 10 + seed, 20 + seed);
      put(1, seed, 10, seed < 3 ? 500 + seed : CellResult.NEVER);
      put(2, seed, 900, 2000);
    }
    put(3, 0, CellResult.NEVER, CellResult.NEVER);
    return new PhaseMap(results, RULE);
  }

  @Test
  void seedsVoteAndStepsAreCensored() {
    PhaseMap map = map();
    assertThat(map.majority(0)).contains(Phase.COMPREHENSION);
    assertThat(map.majority(1)).contains(Phase.GROKKING);
    assertThat(map.counts(1).probability(Phase.GROKKING)).isEqualTo(0.6);
    assertThat(map.majority(2)).contains(Phase.MEMORIZATION);
    assertThat(map.majority(3)).contains(Phase.CONFUSION);
    assertThat(map.counts(3).total()).isEqualTo(1);
    assertThat(map.medianSteps(0, Threshold.VALIDATION)).hasValue(22);
    assertThat(map.medianSteps(1, Threshold.VALIDATION)).hasValue(502);
    assertThat(map.reached(1, Threshold.VALIDATION)).isEqualTo(3);
    assertThat(map.medianSteps(2, Threshold.VALIDATION)).isEmpty();
    assertThat(new PhaseMap(results, new PhaseRule(5000, 100)).medianSteps(2, Threshold.VALIDATION))
        .hasValue(2000);
  }

  @Test
  void areasHaveIntervalsAndBoundariesLieBetween() {
    PhaseMap map = map();
    Map<Phase, PhaseAreas.Area> areas = PhaseAreas.of(map);
    PhaseAreas.Area grokking = areas.get(Phase.GROKKING);
    assertThat(grokking.share()).isEqualTo(3 / 16.0);
    assertThat(grokking.low()).isLessThan(grokking.share());
    assertThat(grokking.high()).isGreaterThan(grokking.share()).isLessThanOrEqualTo(1 / 3.0);
    assertThat(Boundaries.of(map))
        .extracting(Boundaries.Edge::axis, Boundaries.Edge::from, Boundaries.Edge::to)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(0, 0, 2),
            org.assertj.core.groups.Tuple.tuple(0, 1, 3),
            org.assertj.core.groups.Tuple.tuple(1, 0, 1),
            org.assertj.core.groups.Tuple.tuple(1, 2, 3));
    assertThat(Boundaries.of(map).get(0).position()).isCloseTo(1e-3, within(1e-15));
    assertThat(Boundaries.of(map).get(2).position()).isEqualTo(2);
  }

  @Test
  void terminalShowsTheFirstAxisDownwardsAndPanelsBesideEachOther() {
    assertThat(TerminalMap.plain(map()).lines())
        .containsExactly(
            "CG",
            "Mx",
            "C comprehension, G grokking, M memorization, X confusion; small: not all seeds, or inferred",
            "down: decoder learning rate 1.0E-4 to 0.01",
            "right: decoder weight decay 0.0 to 4.0");
    assertThat(TerminalMap.ansi(map(), 5, 30))
        .startsWith("\u001b[30;42mC\u001b[0m")
        .contains("\nC comprehension, G grokking, M\n");
    assertThat(TerminalMap.ansi(map(), 4, 30)).isEmpty();
    SweepResults panels =
        new SweepResults(
            new CellPlan(
                Configs.SWEEPS.load(
                    "fig13",
                    List.of(
                        "axes=[{\"kind\":\"logarithmic\",\"keys\":[\"experiment.decoder.learning_rate\"],"
                            + "\"from\":1e-4,\"to\":1e-2,\"points\":2},"
                            + "{\"kind\":\"listed\",\"keys\":[\"experiment.batches.size\"],"
                            + "\"values\":[5,10,15]},"
                            + "{\"kind\":\"listed\",\"keys\":[\"experiment.model.objective\"],"
                            + "\"values\":[\"regression\",\"classification\"]}]"))));
    for (int cell = 0; cell < 12; cell += 2) {
      panels.put(
          new CellResult(cell, panels.plan().id(cell), Status.DONE, 1, 2 + 100L * cell, -1, ""));
    }
    assertThat(TerminalMap.plain(new PhaseMap(panels, RULE)))
        .startsWith("CGG  ...\nGGM  ...\n")
        .endsWith("\npanels: model objective regression, classification\n");
    SweepResults many =
        new SweepResults(
            new CellPlan(
                Configs.SWEEPS.load(
                    "fig6b",
                    List.of(
                        "axes=[{\"kind\":\"linear\",\"keys\":[\"steps\"],\"from\":1,\"to\":201,\"points\":201}]"))));
    assertThat(TerminalMap.plain(new PhaseMap(many, RULE))).isEmpty();
  }

  @Test
  void archiveHoldsArraysAsNumpyWritesThem() throws Exception {
    byte[] npz = new Exports(map()).npz();
    try (ZipInputStream zip = new ZipInputStream(new java.io.ByteArrayInputStream(npz))) {
      assertThat(zip.getNextEntry().getName()).isEqualTo("phase.npy");
      byte[] phase = zip.readAllBytes();
      assertThat(new String(phase, 0, 128, StandardCharsets.ISO_8859_1))
          .startsWith("\u0093NUMPY\u0001\u0000")
          .contains("{'descr': '|i1', 'fortran_order': False, 'shape': (2, 2, 5,), }");
      int header = 10 + ByteBuffer.wrap(phase).order(ByteOrder.LITTLE_ENDIAN).getShort(8);
      assertThat(header % 64).isZero();
      assertThat(phase).hasSize(header + 20);
      assertThat(phase[header]).isEqualTo((byte) Phase.COMPREHENSION.ordinal());
      assertThat(phase[phase.length - 1]).isEqualTo((byte) -1);
    }
  }
}
