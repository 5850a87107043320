package dev.grok.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grok.lab.sweep.train.SmallDeviceProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code grok sweep} as a user meets it. */
class SweepCommandTest {
  private static final String RATES =
      "{'kind': 'listed', 'keys': ['experiment.decoder.learning_rate'], 'values': [1e-4, 1e-2]}";

  @TempDir private Path temp;
  private Path file;

  @BeforeEach
  void writeSweep() throws IOException {
    file = temp.resolve("small.json");
    Files.writeString(
        file,
        """
        {"name": "small", "description": "Two rates", "source": "none", "base": "toy",
         "set": {"steps": 30, "experiment.task.p": 5, "experiment.training_samples": 10,
           "experiment.model.hidden_widths": [8], "experiment.model.target_dimension": 4, "seeds": [1, 2]},
         "axes": [AXES],
         "refine": {"stride": 1, "share": 1}}
        """
            .replace("AXES", RATES.replace('\'', '"')));
  }

  private Grok sweep(String... args) {
    List<String> all = new ArrayList<>(List.of("sweep"));
    for (String arg : args) {
      all.add(arg.replace("FILE", file.toString()).replaceFirst("^(DIR|OTHER|NEW)", temp + "/$1"));
    }
    return Grok.run(all.toArray(new String[0]));
  }

  @Test
  void aSweepIsRunResumedReportedAndMerged() throws IOException {
    Grok run = sweep("run", "FILE", "--quiet", "--out", "DIR");
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.err()).isEmpty();
    assertThat(run.out()).contains("small: 4 of 4 cells have ended, 0 diverged, 0 failed");
    Path directory = temp.resolve("DIR");
    assertThat(directory.resolve("report.html")).exists();
    List<String> cells = Files.readAllLines(directory.resolve("cells.csv"));
    assertThat(cells).hasSize(5);
    assertThat(cells.get(0)).startsWith("cell,id,experiment.decoder.learning_rate,seed,status,");

    List<String> journal = Files.readAllLines(directory.resolve("journal.jsonl"));
    Files.write(directory.resolve("journal.jsonl"), journal.subList(0, 3));
    assertThat(sweep("status", "DIR", "--json").out()).contains("\"done\" : 2");
    assertThat(sweep("resume", "DIR", "--quiet").code()).isZero();
    assertThat(Files.readAllLines(directory.resolve("journal.jsonl"))).hasSize(5);
    assertThat(Files.readAllLines(directory.resolve("cells.csv"))).isEqualTo(cells);
    assertThat(sweep("report", "DIR", "--delay", "1").code()).isZero();
    assertThat(sweep("merge", "NEW", "DIR").out()).startsWith("4 cells were added to ");
    assertThat(Files.readAllLines(temp.resolve("NEW/cells.csv"))).isEqualTo(cells);
  }

  @Test
  void aDamagedLineInTheMiddleIsNamedAndOnlyItsCellIsTrainedAgain() throws IOException {
    assertThat(sweep("run", "FILE", "--quiet", "--out", "DIR").code()).isZero();
    Path journal = temp.resolve("DIR/journal.jsonl");
    List<String> lines = Files.readAllLines(journal);
    lines.set(2, lines.get(2).replace("\"train\"", "\"brain\""));
    Files.write(journal, lines);
    Grok status = sweep("status", "DIR");
    assertThat(status.err())
        .isEqualTo(
            "grok: %s: line 3 is damaged and left out; all others are kept\n".formatted(journal));
    assertThat(status.out()).contains("3 of 4 cells have ended");
    assertThat(sweep("resume", "DIR", "--quiet").code()).isZero();
    assertThat(Files.readAllLines(journal)).hasSize(6);
    assertThat(sweep("status", "DIR").out()).contains("4 of 4 cells have ended");
  }

  /** For scripts: a failed cell is a result, a sweep of nothing else is a failure. */
  @Test
  void aSweepWhoseCellsAllFailFails() {
    try {
      // Room for narrow layers only.
      SmallDeviceProvider.MOST_ELEMENTS.set(100);
      Grok none =
          sweep(
              "run",
              "FILE",
              "--quiet",
              "--backend",
              "small",
              "--out",
              "DIR",
              "--set",
              "base.experiment.model.hidden_widths=[64]");
      assertThat(none.code()).isEqualTo(1);
      assertThat(none.out()).contains("4 of 4 cells have ended, 0 diverged, 4 failed");
      assertThat(none.err())
          .startsWith("grok: none of the 4 cells could be trained: no room for ")
          .hasLineCount(1);
      // Nothing was left to train, so that nothing failed.
      assertThat(sweep("resume", "DIR", "--quiet", "--backend", "small").code()).isZero();
      Grok again = sweep("resume", "DIR", "--quiet", "--backend", "small", "--retry-failed");
      assertThat(again.code()).isEqualTo(1);
      Grok some =
          sweep(
              "run",
              "FILE",
              "--quiet",
              "--backend",
              "small",
              "--out",
              "NEW",
              "--set",
              "axes=[{\"kind\":\"listed\",\"keys\":[\"experiment.model.hidden_widths\"],"
                  + "\"values\":[[2],[64]]}]");
      assertThat(some.code()).as(some.err()).isZero();
      assertThat(some.out()).contains("4 of 4 cells have ended, 0 diverged, 2 failed");
    } finally {
      SmallDeviceProvider.MOST_ELEMENTS.set(Long.MAX_VALUE);
    }
  }

  @Test
  void journalsCanBeJoinedByHand() throws IOException {
    for (String shard : new String[] {"0/2", "1/2"}) {
      assertThat(sweep("run", "FILE", "--quiet", "--shard", shard, "--out", "DIR").code()).isZero();
    }
    StringBuilder joined = new StringBuilder();
    for (String name : new String[] {"journal-0-of-2.jsonl", "journal-1-of-2.jsonl"}) {
      joined.append(Files.readString(temp.resolve("DIR").resolve(name)));
      Files.delete(temp.resolve("DIR").resolve(name));
    }
    Files.writeString(temp.resolve("DIR/journal.jsonl"), joined);
    assertThat(sweep("status", "DIR").out()).contains("4 of 4 cells have ended");
  }

  /** Wrong in the command line or in what it names: one sentence, and nothing is written. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "run fig6                          | there is no preset or file 'fig6'; the nearest preset is 'fig6a'",
        "run none.json                     | there is no file none.json",
        "run FILE --seeds 5                | --seeds takes FROM..TO, upwards and at most 10000: 5",
        "run FILE --seeds 5..4             | --seeds takes FROM..TO, upwards and at most 10000: 5..4",
        "run FILE --set base.seeds=[]      | seeds must be 1 to 65536 numbers: there are 0",
        "run FILE --set base.stepps=3      | unknown key 'base.stepps'; the nearest known one is 'base.steps'",
        "run FILE --set axis=[]            | unknown key 'axis'; the nearest known one is 'axes'",
        "run FILE --shard 3/3              | a shard is i/n with i from 0 to n-1: 3/3",
        "run FILE --engine sprk            | there is no engine 'sprk'",
        "run FILE --workers -1             | --workers, --replicas and --shards must not be negative",
        "run FILE --refine --shard 0/2     | a sweep that is refined cannot be cut into shards",
        "run FILE --init none.safetensors  | there is no file",
        "run FILE --set refine.stride=0    | refinement needs a stride from 1 and a share in (0, 1]: 0, 1.0",
        "resume OTHER                      | OTHER holds no sweep: sweep.json is missing",
        "status OTHER                      | OTHER holds no sweep: sweep.json is missing",
        "merge NEW OTHER                   | OTHER holds no sweep: sweep.json is missing",
      })
  void misuseIsOneSentence(String line, String sentence) {
    List<String> args = new ArrayList<>(List.of(line.strip().split(" +")));
    if (args.get(0).equals("run")) {
      args.addAll(List.of("--out", "DIR"));
    }
    Grok result = sweep(args.toArray(new String[0]));
    assertThat(result.code()).as(result.err()).isEqualTo(2);
    assertThat(result.out()).isEmpty();
    assertThat(result.err()).startsWith("grok: ").contains(sentence).hasLineCount(1);
    assertThat(temp.resolve("DIR/journal.jsonl")).doesNotExist();
  }

  /** As if written before AdamW lost a key that it did not use. */
  @Test
  void aSweepOfAnotherVersionIsRefused() throws IOException {
    assertThat(sweep("run", "FILE", "--quiet", "--out", "DIR").code()).isZero();
    Path file = temp.resolve("DIR/sweep.json");
    String old =
        Files.readString(file)
            .replace("\"epsilon\" : 1.0E-8", "\"epsilon\" : 1.0E-8, \"momentum\" : 0.0");
    Files.writeString(file, old);
    for (String command : new String[] {"resume DIR", "status DIR", "merge NEW DIR"}) {
      Grok result = sweep(command.split(" "));
      assertThat(result.code()).as(command).isEqualTo(2);
      assertThat(result.err())
          .contains(
              "DIR holds a sweep of another version of grok, or one that was changed by hand:")
          .contains("unknown key 'base.experiment.embedding.momentum'")
          .hasLineCount(1);
    }
  }

  @Test
  void anotherSweepIsRefusedAndWhatDiffersIsNamed() throws IOException {
    assertThat(sweep("run", "FILE", "--quiet", "--out", "DIR").code()).isZero();
    Grok other = sweep("run", "FILE", "--set", "base.steps=31", "--out", "DIR");
    assertThat(other.code()).isEqualTo(2);
    assertThat(other.err())
        .contains("DIR holds another sweep: its 'base.steps' is 30, but asked for is 31")
        .hasLineCount(1);
    assertThat(sweep("run", "FILE", "--set", "base.steps=31", "--quiet", "--out", "NEW").code())
        .isZero();
    assertThat(sweep("merge", "DIR", "NEW").err())
        .contains("holds another sweep: its 'base.steps' is ")
        .hasLineCount(1);
    Files.copy(temp.resolve("DIR/journal.jsonl"), temp.resolve("NEW/journal-0-of-2.jsonl"));
    assertThat(sweep("resume", "NEW").err())
        .contains("journal-0-of-2.jsonl is of another sweep: its 'base.steps' is 30")
        .hasLineCount(1);
  }
}
