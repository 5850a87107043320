package dev.grok.lab.sweep.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.grok.api.GrokException;
import dev.grok.api.backend.Backends;
import dev.grok.lab.config.Configs;
import dev.grok.lab.config.SweepConfig;
import dev.grok.lab.config.UsageException;
import dev.grok.lab.sweep.CellResult;
import dev.grok.lab.sweep.CellSelection;
import dev.grok.lab.sweep.JournalReading;
import dev.grok.lab.sweep.PhaseMap;
import dev.grok.lab.sweep.Shard;
import dev.grok.lab.sweep.SweepDirectory;
import dev.grok.lab.sweep.SweepMerge;
import dev.grok.lab.sweep.SweepResults;
import dev.grok.lab.sweep.report.Exports;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SweepTest {
  /** Some cells decide early, some never, some diverge. */
  private static final String TEXT =
      """
      {"name": "small", "description": "", "source": "", "base": "toy",
       "set": {"steps": 400, "experiment.task.p": 5, "experiment.training_samples": 10,
         "experiment.model.hidden_widths": [16], "experiment.model.target_dimension": 4,
         "experiment.thresholds.train": 0.7, "experiment.thresholds.validation": 0.5,
         "seeds": [1, 2, 3]},
       "axes": [
         {"kind": "listed", "keys": ["experiment.decoder.learning_rate"], "values": [1e-4, 1e-2, 3e-2, 1e38]},
         {"kind": "linear", "keys": ["experiment.decoder.weight_decay"], "from": 0, "to": 2, "points": 2}],
       "refine": {"stride": 1, "share": 1}}
      """;

  private static final SweepConfig SMALL = sweep();

  @TempDir private Path temp;

  private static SweepConfig sweep(String... settings) {
    return Configs.SWEEPS.parse("test", TEXT, List.of(settings));
  }

  private static SweepOptions options(int workers, int replicas, Shard shard, boolean failFast) {
    return new SweepOptions(
        "local", "", Backends.explain("cpu"), "", workers, replicas, shard, failFast, false);
  }

  private static int train(SweepDirectory directory, SweepOptions options) {
    try (SweepRun run = SweepRun.open(directory, options)) {
      run.train(r -> {});
      return run.finished();
    }
  }

  private int train(SweepDirectory directory) {
    return train(directory, options(2, 1, Shard.WHOLE, false));
  }

  private static byte[] tables(SweepDirectory directory) throws IOException {
    PhaseMap map = new CellSelection(directory.config()).map(directory.read().results());
    new Exports(map).write(directory);
    StringBuilder all = new StringBuilder();
    for (String name : List.of("cells.csv", "cells.jsonl", "map.csv", "boundaries.csv")) {
      all.append(Files.readString(directory.path().resolve(name)));
    }
    byte[] text = all.toString().getBytes(StandardCharsets.UTF_8);
    byte[] npz = Files.readAllBytes(directory.path().resolve("sweep.npz"));
    byte[] both = Arrays.copyOf(text, text.length + npz.length);
    System.arraycopy(npz, 0, both, text.length, npz.length);
    return both;
  }

  private SweepDirectory directory(String name) {
    return SweepDirectory.create(temp.resolve(name), SMALL);
  }

  @Test
  void neitherWorkersNorEnsemblesNorShardsChangeABit() throws IOException {
    SweepDirectory alone = directory("alone");
    train(alone, options(1, 1, Shard.WHOLE, false));
    byte[] expected = tables(alone);
    SweepResults results = alone.read().results();
    assertThat(results.count(CellResult.Status.DIVERGED)).isGreaterThan(0);
    assertThat(results.count(CellResult.Status.DONE)).isGreaterThan(0);
    assertThat(new String(expected, StandardCharsets.UTF_8)).contains("comprehension");

    for (int replicas : new int[] {2, 5, 100}) {
      SweepDirectory packed = directory("packed" + replicas);
      train(packed, options(2, replicas, Shard.WHOLE, false));
      assertThat(tables(packed)).as("%d replicas", replicas).isEqualTo(expected);
    }
    SweepDirectory shared = directory("shared");
    for (int i = 0; i < 3; i++) {
      assertThat(train(shared, options(1, 2, new Shard(i, 3), false))).isEqualTo(8);
    }
    assertThat(tables(shared)).isEqualTo(expected);
  }

  /** Or its page would be written over the last one. */
  @Test
  void aViewThatIsBeingDrawnIsWaitedFor() {
    AtomicInteger begun = new AtomicInteger();
    AtomicInteger ended = new AtomicInteger();
    // Long enough for a first look, which then takes longer than what is left.
    SweepConfig longer =
        sweep("base.steps=150000", "base.seeds=[1]", "base.experiment.thresholds.train=1.0");
    SweepDirectory directory = SweepDirectory.create(temp.resolve("viewed"), longer);
    try (SweepRun run = SweepRun.open(directory, options(1, 1, Shard.WHOLE, false))) {
      run.train(
          r -> {
            begun.incrementAndGet();
            LockSupport.parkNanos(3_000_000_000L);
            ended.incrementAndGet();
          });
      assertThat(begun).hasPositiveValue();
      assertThat(ended).hasValue(begun.get());
    }
  }

  @Test
  void cutAnywhereItIsResumedToTheSameTablesAndNothingEndedIsTrainedAgain() throws IOException {
    SweepDirectory whole = directory("whole");
    train(whole);
    byte[] expected = tables(whole);
    byte[] journal = Files.readAllBytes(whole.path().resolve("journal.jsonl"));
    Random random = new Random(1);
    for (int i = 0; i < 10; i++) {
      int cut = random.nextInt(journal.length);
      SweepDirectory torn = directory("torn" + i);
      byte[] part = Arrays.copyOf(journal, cut);
      Files.write(torn.path().resolve("journal.jsonl"), part);
      long lines = new String(part, StandardCharsets.UTF_8).chars().filter(c -> c == '\n').count();
      int there = (int) Math.max(0, lines - 1);
      assertThat(train(torn)).as("cut at %d", cut).isEqualTo(SMALL.cells() - there);
      assertThat(tables(torn)).as("cut at %d", cut).isEqualTo(expected);
    }
  }

  @Test
  void damagedLineIsNamedAndTheRestIsKept() throws IOException {
    SweepDirectory directory = directory("damaged");
    train(directory);
    byte[] expected = tables(directory);
    Path file = directory.path().resolve("journal.jsonl");
    List<String> lines = Files.readAllLines(file);
    lines.set(6, lines.get(6).replace("\"train\":", "\"train\":1"));
    Files.write(file, lines);
    JournalReading reading = directory.read();
    assertThat(reading.remarks()).singleElement().asString().contains("line 7 is damaged");
    assertThat(reading.results().count()).isEqualTo(SMALL.cells() - 1);
    assertThat(train(directory)).isEqualTo(1);
    assertThat(tables(directory)).isEqualTo(expected);
  }

  @Test
  void whatIsOfAnotherSweepOrInUseIsRefused() throws IOException {
    SweepDirectory one = directory("one");
    try (SweepRun run = SweepRun.open(one, options(1, 1, Shard.WHOLE, false))) {
      assertThat(run.finished()).isZero();
      assertThatThrownBy(() -> train(one))
          .isInstanceOf(UsageException.class)
          .hasMessageContaining("another process");
    }
    train(one);
    SweepConfig other = sweep("base.steps=500");
    assertThatThrownBy(() -> SweepDirectory.create(one.path(), other))
        .hasMessageContaining("its 'base.steps' is 400, but asked for is 500");
    SweepDirectory two = SweepDirectory.create(temp.resolve("two"), other);
    Files.copy(one.path().resolve("journal.jsonl"), two.path().resolve("journal.jsonl"));
    assertThatThrownBy(() -> train(two)).hasMessageContaining("another sweep");
    String foreign = Files.readString(one.path().resolve("journal.jsonl"));
    // Without its header, the cells' identities tell.
    Files.writeString(two.path().resolve("journal.jsonl"), "x" + foreign.substring(1));
    assertThatThrownBy(() -> train(two)).hasMessageContaining("another sweep");
    SweepOptions reference =
        new SweepOptions(
            "local", "", Backends.explain("reference"), "", 1, 1, Shard.WHOLE, false, false);
    assertThatThrownBy(() -> train(one, reference))
        .hasMessageContaining("begun with backend cpu, this is reference");
  }

  @Test
  void mergedDirectoriesAreTheWhole() throws IOException {
    SweepDirectory whole = directory("whole");
    train(whole);
    SweepDirectory left = directory("left");
    SweepDirectory right = directory("right");
    train(left, options(1, 1, new Shard(0, 2), false));
    train(right, options(1, 1, new Shard(1, 2), false));
    SweepMerge merge =
        SweepMerge.open(temp.resolve("merged"), List.of(left.path(), right.path(), left.path()));
    assertThat(merge.run(remark -> {})).isEqualTo(SMALL.cells());
    assertThat(tables(merge.directory())).isEqualTo(tables(whole));
  }

  /** Two of four cells need a validation file that may not be there. */
  private static final SweepConfig IMAGES =
      Configs.SWEEPS.parse(
          "test",
          """
          {"name": "images", "description": "", "source": "", "base": "mnist",
           "set": {"steps": 40, "seeds": [1, 2], "experiment.task.pixels": 4, "experiment.task.classes": 2,
             "experiment.training_samples": 6, "experiment.batches.size": 3, "experiment.evaluate_every": 1,
             "experiment.model.hidden_widths": [4], "experiment.model.target_dimension": 2},
           "axes": [{"kind": "listed", "keys": ["experiment.task.validation"], "values": ["train", "late"]}],
           "refine": {"stride": 1, "share": 1}}
          """,
          List.of());

  private static SweepOptions images(Path data, Shard shard, boolean retryFailed) {
    return new SweepOptions(
        "local", "", Backends.explain("cpu"), data.toString(), 1, 1, shard, false, retryFailed);
  }

  /** Six images of 2 x 2, dark ones labeled 0 and bright ones 1. */
  private static void writeImages(Path data, String name) throws IOException {
    byte[] images = new byte[16 + 24];
    byte[] labels = new byte[8 + 6];
    ByteBuffer.wrap(images).putInt(0x803).putInt(6).putInt(2).putInt(2);
    ByteBuffer.wrap(labels).putInt(0x801).putInt(6);
    for (int i = 0; i < 24; i++) {
      images[16 + i] = (byte) (i / 4 % 2 * 200 + i);
      labels[8 + i / 4] = (byte) (i / 4 % 2);
    }
    Files.write(data.resolve(name + "-images-idx3-ubyte"), images);
    Files.write(data.resolve(name + "-labels-idx1-ubyte"), labels);
  }

  private static List<String> journal(SweepDirectory directory) throws IOException {
    return Files.readAllLines(directory.path().resolve("journal.jsonl"));
  }

  @Test
  void failedCellsAreTrainedAgainWhenAskedAndNothingElseIs() throws IOException {
    Path data = Files.createDirectory(temp.resolve("data"));
    writeImages(data, "train");
    SweepDirectory directory = SweepDirectory.create(temp.resolve("images"), IMAGES);
    assertThat(train(directory, images(data, Shard.WHOLE, false))).isEqualTo(4);
    SweepResults failed = directory.read().results();
    assertThat(failed.count(CellResult.Status.FAILED)).isEqualTo(2);
    assertThat(failed.get(3).orElseThrow().reason()).contains("late-images-idx3-ubyte");
    // Asked for while the file is still missing: they fail again.
    assertThat(train(directory, images(data, Shard.WHOLE, true))).isEqualTo(2);
    assertThat(journal(directory)).hasSize(1 + 4 + 2);

    writeImages(data, "late");
    assertThat(train(directory, images(data, Shard.WHOLE, false))).isZero();
    assertThat(train(directory, images(data, Shard.WHOLE, true))).isEqualTo(2);
    assertThat(train(directory, images(data, Shard.WHOLE, true))).isZero();
    assertThat(journal(directory)).hasSize(1 + 4 + 2 + 2);
    SweepDirectory calm = SweepDirectory.create(temp.resolve("calm"), IMAGES);
    assertThat(train(calm, images(data, Shard.WHOLE, false))).isEqualTo(4);
    assertThat(calm.read().results().count(CellResult.Status.FAILED)).isZero();
    assertThat(tables(directory)).isEqualTo(tables(calm));
  }

  @Test
  void whatWasTrainedStandsInWhicheverJournalItIs() throws IOException {
    Path data = Files.createDirectory(temp.resolve("data"));
    writeImages(data, "train");
    SweepDirectory first = SweepDirectory.create(temp.resolve("first"), IMAGES);
    train(first, images(data, Shard.WHOLE, false));
    SweepDirectory failed = SweepDirectory.create(temp.resolve("failed"), IMAGES);
    train(failed, images(data, Shard.WHOLE, false));
    writeImages(data, "late");
    // The journals of shards are read before that of the whole, which holds the failures.
    for (int i = 0; i < 2; i++) {
      assertThat(train(first, images(data, new Shard(i, 2), true))).isEqualTo(1);
    }
    assertThat(first.read().results().count(CellResult.Status.DONE)).isEqualTo(4);
    SweepMerge merge = SweepMerge.open(failed.path(), List.of(first.path()));
    assertThat(merge.run(remark -> {})).isEqualTo(2);
    assertThat(tables(failed)).isEqualTo(tables(first));
  }

  @Test
  void firstFailureOrDivergenceStopsTheSweepWhenAsked() {
    SweepDirectory fast = directory("fast");
    assertThatThrownBy(() -> train(fast, options(1, 1, Shard.WHOLE, true)))
        .isInstanceOf(GrokException.class)
        .hasMessageMatching("cell \\d+ diverged, and --fail-fast was given: .*");
    assertThat(fast.read().results().count()).isLessThan(SMALL.cells());
  }
}
