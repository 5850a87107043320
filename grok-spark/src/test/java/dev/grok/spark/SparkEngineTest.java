package dev.grok.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.grok.api.Backends;
import dev.grok.lab.config.SweepConfig;
import dev.grok.lab.config.SweepConfigs;
import dev.grok.lab.sweep.CellSelection;
import dev.grok.lab.sweep.Exports;
import dev.grok.lab.sweep.Shard;
import dev.grok.lab.sweep.SweepDirectory;
import dev.grok.lab.sweep.SweepOptions;
import dev.grok.lab.sweep.SweepRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SparkEngineTest {
  @TempDir private Path temp;

  private static SweepConfig sweep(int steps) {
    return SweepConfigs.parse(
        "test",
        """
        {"name": "small", "description": "", "source": "", "base": "toy",
         "set": {"experiment.task.p": 5, "experiment.training_samples": 10,
           "experiment.model.hidden_widths": [32], "experiment.model.target_dimension": 4,
           "seeds": [1, 2]},
         "axes": [
           {"kind": "listed", "keys": ["experiment.decoder.learning_rate"], "values": [1e-5, 1e-2, 1e38]},
           {"kind": "linear", "keys": ["experiment.decoder.weight_decay"], "from": 0, "to": 2, "points": 3}],
         "refine": {"stride": 1, "share": 1}}
        """,
        List.of("base.steps=" + steps));
  }

  private SweepDirectory train(SweepConfig sweep, String engine, String master, Runnable tick) {
    String name = engine + master.replaceAll("\\W", "-");
    SweepDirectory directory = SweepDirectory.create(temp.resolve(name), sweep);
    SweepOptions options =
        new SweepOptions(
            engine, master, Backends.explain("cpu"), "", 2, 0, Shard.WHOLE, false, false);
    try (SweepRun run = SweepRun.open(directory, options)) {
      run.train(
          r -> {
            if (r.finished() > 0) {
              tick.run();
            }
          });
      assertThat(run.finished()).isEqualTo(sweep.cells());
    }
    return directory;
  }

  private static String cells(SweepDirectory directory) throws IOException {
    new Exports(CellSelection.of(directory.config()).map(directory.read().results()))
        .write(directory);
    assertThat(Files.readAllLines(directory.path().resolve("journal.jsonl")))
        .as("a header, and each cell once")
        .hasSize(1 + directory.plan().cells());
    return Files.readString(directory.path().resolve("cells.csv"));
  }

  @Test
  void sparkGivesTheSameCells() throws IOException {
    SweepConfig sweep = sweep(200);
    String local = cells(train(sweep, "local", "", () -> {}));
    assertThat(cells(train(sweep, "spark", "local[2]", () -> {}))).isEqualTo(local);
  }

  @Test
  void lostExecutorIsSurvived() throws IOException {
    assumeTrue(
        System.getenv("SPARK_HOME") != null,
        "executors as processes are tested by -Pspark-cluster, which sets SPARK_HOME");
    SweepConfig sweep = sweep(40_000);
    AtomicInteger killed = new AtomicInteger();
    Runnable kill =
        () -> {
          if (killed.get() == 0) {
            ProcessHandle.current()
                .descendants()
                .filter(
                    p ->
                        p.info()
                            .commandLine()
                            .orElse("")
                            .contains("executor.CoarseGrainedExecutorBackend"))
                .findFirst()
                .filter(ProcessHandle::destroyForcibly)
                .ifPresent(p -> killed.incrementAndGet());
          }
        };
    String cluster = cells(train(sweep, "spark", "local-cluster[2,1,1024]", kill));
    assertThat(killed.get()).isEqualTo(1);
    assertThat(cluster).isEqualTo(cells(train(sweep, "local", "", () -> {})));
  }
}
