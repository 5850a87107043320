package dev.grok.lab.sweep.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grok.api.backend.Backend;
import dev.grok.api.backend.Backends;
import dev.grok.lab.config.Configs;
import dev.grok.lab.config.SweepConfig;
import dev.grok.lab.sweep.CellPlan;
import dev.grok.lab.sweep.CellResult;
import dev.grok.lab.sweep.CellResult.Status;
import dev.grok.lab.sweep.CellSelection;
import dev.grok.lab.sweep.InitialStates;
import dev.grok.lab.sweep.PhaseMap;
import dev.grok.lab.sweep.Shard;
import dev.grok.lab.sweep.SweepDirectory;
import dev.grok.lab.sweep.SweepResults;
import dev.grok.lab.sweep.report.Exports;
import dev.grok.models.task.DataDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A sweep on a device whose memory does not suffice: smaller ensembles, the same results. */
class OutOfMemoryTest {
  private static final int CELLS = 40;

  /** Hidden layers of 16, so the largest tensor has 256 elements a replica. */
  private static final int LARGEST = 16 * 16;

  private static final SweepConfig SWEEP =
      Configs.SWEEPS.parse(
          "test",
          """
          {"name": "small", "description": "", "source": "", "base": "toy",
           "set": {"steps": 300, "experiment.task.p": 5, "experiment.training_samples": 10,
             "experiment.model.hidden_widths": [16, 16], "experiment.model.target_dimension": 4,
             "experiment.thresholds.train": 0.7, "experiment.thresholds.validation": 0.5,
             "seeds": [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]},
           "axes": [
             {"kind": "listed", "keys": ["experiment.decoder.learning_rate"],
              "values": [1e-4, 1e-2, 3e-2, 1e38]}],
           "refine": {"stride": 1, "share": 1}}
          """,
          List.of());

  @TempDir private Path temp;
  private final List<String> remarks = Collections.synchronizedList(new ArrayList<>());

  @BeforeEach
  @AfterEach
  void enoughMemory() {
    SmallDeviceProvider.MOST_ELEMENTS.set(Long.MAX_VALUE);
    SmallDeviceProvider.UNTIL_FAILURE.set(Long.MAX_VALUE);
  }

  /** The cells' results, as a table. */
  private String train(String name, int replicas) throws IOException {
    return train(SWEEP, name, replicas);
  }

  private String train(SweepConfig sweep, String name, int replicas) throws IOException {
    SweepDirectory directory = SweepDirectory.create(temp.resolve(name), sweep);
    SweepOptions options =
        new SweepOptions(
            "local", "", Backends.explain("small"), "", 0, replicas, Shard.WHOLE, false, false);
    remarks.clear();
    try (SweepRun run = SweepRun.open(directory, options)) {
      run.train(
          new SweepRun.Observer() {
            @Override
            public void tick(SweepRun running) {}

            @Override
            public void remarked(String sentence) {
              remarks.add(sentence);
            }
          });
      // Each once: none is told again after it was begun again.
      assertThat(run.finished()).isEqualTo(sweep.cells());
    }
    PhaseMap map = new CellSelection(directory.config()).map(directory.read().results());
    new Exports(map).write(directory);
    return Files.readString(directory.path().resolve("cells.csv"));
  }

  @Test
  void ensemblesAreHalvedUntilTheyFitAndSayIt() throws IOException {
    String expected = train("alone", 1);
    assertThat(expected).contains("comprehension", "diverged").doesNotContain("failed");
    assertThat(train("enough", 0)).isEqualTo(expected);
    assertThat(remarks).isEmpty();
    SmallDeviceProvider.MOST_ELEMENTS.set(5 * LARGEST);
    assertThat(train("little", 0)).isEqualTo(expected);
    assertThat(remarks)
        .hasSize(2)
        .first()
        .asString()
        .matches("ensembles are halved from 16 to 8 replicas: no room for .+");
    assertThat(remarks.get(1)).startsWith("ensembles are halved from 8 to 4 replicas: ");
  }

  /** Moving the rest costs copies: done only when it halves what a device works on. */
  @Test
  void towardsTheEndEnsemblesShrinkByHalves() throws IOException {
    // Sixteen cells that end one after the other.
    String steps =
        IntStream.rangeClosed(1, 16).mapToObj(i -> "" + 10 * i).collect(Collectors.joining(", "));
    SweepConfig sweep =
        Configs.SWEEPS.parse(
            "test",
            """
            {"name": "small", "description": "", "source": "", "base": "toy",
             "set": {"experiment.task.p": 5, "experiment.training_samples": 10,
               "experiment.model.hidden_widths": [16, 16], "experiment.model.target_dimension": 4,
               "experiment.decoder.learning_rate": 1e-9, "seeds": [1]},
             "axes": [{"kind": "listed", "keys": ["steps"], "values": [STEPS]}],
             "refine": {"stride": 1, "share": 1}}
            """
                .replace("STEPS", steps),
            List.of());
    String expected = train(sweep, "one", 1);
    SmallDeviceProvider.ENSEMBLES.clear();
    assertThat(train(sweep, "shrinking", 0)).isEqualTo(expected);
    assertThat(SmallDeviceProvider.ENSEMBLES).containsExactly(16L, 8L, 4L, 2L, 1L);
  }

  /** The allocations of the first ensemble, of refilled ones, of those that shrink at the end. */
  @Test
  void whicheverAllocationFailsTheResultsAreTheSame() throws IOException {
    SmallDeviceProvider.UNTIL_FAILURE.set(1_000_000);
    String expected = train("whole", 0);
    long allocations = 1_000_000 - SmallDeviceProvider.UNTIL_FAILURE.get();
    int halved = 0;
    for (long failing = 1; failing <= allocations; failing += allocations / 9) {
      SmallDeviceProvider.UNTIL_FAILURE.set(failing);
      assertThat(train("failing" + failing, 0)).as("allocation %d", failing).isEqualTo(expected);
      halved += remarks.size();
    }
    assertThat(halved).isGreaterThan(1);
  }

  @Test
  void aReplicaThatDoesNotFitAloneIsAFailedCell() throws IOException {
    SmallDeviceProvider.MOST_ELEMENTS.set(LARGEST - 1);
    String table = train("none", 0);
    assertThat(table.lines().filter(line -> line.contains(",failed,"))).hasSize(CELLS);
    SweepResults results = SweepDirectory.existing(temp.resolve("none")).read().results();
    assertThat(results.get(0).orElseThrow().reason()).startsWith("no room for ");
    assertThat(remarks).hasSize(4).last().asString().contains("from 2 to 1 replicas");
  }

  /** A device takes note of updates faster than it makes them: what is told must have been made. */
  @Test
  void progressIsToldWhenTheDeviceIsDone() {
    CellPlan plan = SweepDirectory.create(temp.resolve("waits"), SWEEP).plan();
    CellQueue queue = new CellQueue(IntStream.range(0, CELLS).toArray(), plan::group);
    List<CellResult> ended = new ArrayList<>();
    CellListener listener =
        new CellListener() {
          private long waits = SmallDeviceProvider.WAITS.get();

          @Override
          public void finished(CellResult result) {
            ended.add(result);
          }

          @Override
          public void advanced(long updates) {
            assertThat(SmallDeviceProvider.WAITS.get()).isGreaterThan(waits);
            waits = SmallDeviceProvider.WAITS.get();
          }
        };
    try (Backend backend = Backends.open("small")) {
      InitialStates states = new InitialStates(temp);
      DataDirectory data = SweepOptions.dataDirectory("");
      new CellTrainer(backend, plan, states, data, 16, queue, listener).run();
    }
    assertThat(ended).hasSize(CELLS).noneMatch(cell -> cell.status() == Status.FAILED);
  }
}
