package dev.grok.spark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grok.api.backend.Backends;
import dev.grok.lab.command.GrokCommand;
import dev.grok.lab.config.Configs;
import dev.grok.lab.config.Json;
import dev.grok.lab.config.SweepConfig;
import dev.grok.lab.console.Console;
import dev.grok.lab.sweep.CellSelection;
import dev.grok.lab.sweep.Shard;
import dev.grok.lab.sweep.SweepDirectory;
import dev.grok.lab.sweep.report.Exports;
import dev.grok.lab.sweep.train.SweepOptions;
import dev.grok.lab.sweep.train.SweepRun;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SparkEngineTest {
  @TempDir private Path temp;

  private static SweepConfig sweep(int steps) {
    return Configs.SWEEPS.parse(
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
    new Exports(new CellSelection(directory.config()).map(directory.read().results()))
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
  void theCommandTrainsOnSpark() throws IOException {
    Path file = temp.resolve("small.json");
    Files.writeString(file, Json.write(sweep(50)));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
    for (String[] line :
        new String[][] {
          {"run", file.toString(), "--out", temp + "/spark", "--engine", "spark"},
          {"run", file.toString(), "--out", temp + "/local"},
          // A complete one, by the other engine.
          {"resume", temp + "/local", "--engine", "spark"}
        }) {
      List<String> args = new ArrayList<>(List.of("sweep"));
      args.addAll(List.of(line));
      args.addAll(List.of("--quiet", "--master", "local[2]"));
      assertThat(GrokCommand.execute(args.toArray(new String[0]), new Console(stream, stream)))
          .as(out.toString(StandardCharsets.UTF_8))
          .isZero();
    }
    assertThat(Files.readString(temp.resolve("spark/cells.csv")))
        .hasLineCount(1 + 18)
        .isEqualTo(Files.readString(temp.resolve("local/cells.csv")));
  }

  /** Executors are processes of their own; one is killed when the first cell has ended. */
  @Test
  void lostExecutorIsSurvived() throws IOException {
    SweepConfig sweep = sweep(25_000);
    AtomicInteger killed = new AtomicInteger();
    Runnable kill =
        () -> {
          // The executors are this process's only children.
          if (killed.get() == 0
              && ProcessHandle.current()
                  .children()
                  .findFirst()
                  .filter(ProcessHandle::destroyForcibly)
                  .isPresent()) {
            killed.incrementAndGet();
          }
        };
    String cluster = cells(train(sweep, "spark", "local-cluster[2,1,1024]", kill));
    assertThat(killed.get()).isEqualTo(1);
    assertThat(cluster).isEqualTo(cells(train(sweep, "local", "", () -> {})));
  }
}
