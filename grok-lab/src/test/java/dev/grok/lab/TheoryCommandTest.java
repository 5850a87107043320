package dev.grok.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class TheoryCommandTest {
  private static final JsonMapper JSON = new JsonMapper();

  private static String text(String line) {
    Grok result = Grok.run(("theory " + line).split(" +"));
    assertThat(result.code()).as(result.err()).isZero();
    return result.out();
  }

  private static JsonNode json(String line) {
    return JSON.readTree(text(line + " --json"));
  }

  @Test
  void helpNamesEveryCommand() {
    assertThat(text("--help"))
        .contains(
            "set",
            "critical",
            "scaling",
            "smallest",
            "rates",
            "flow",
            "compare",
            "bounds",
            "lattice",
            "group",
            "images",
            "linear");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "set --p 6 --samples 12",
        "critical --data-sets 50",
        "scaling --p 4,6,10 --data-sets 20",
        "smallest --p 6",
        "rates --data-sets 20 --sizes 20,30",
        "flow --steps 50",
        "lattice",
        "group --data-sets 20",
        "linear --ratios 0.1,0.01 --outputs 3",
        "compare --sizes 30 --seeds 3 --steps 20 --quiet",
        "bounds --sizes 30 --seeds 2 --steps 20 --quiet"
      })
  void textAndJsonOfEveryCommand(String line) {
    assertThat(text(line)).isNotBlank().doesNotContain("%s", "%d", "Optional", "null");
    assertThat(json(line).isObject()).isTrue();
  }

  @Test
  void setOfAppendixC() {
    JsonNode set = json("set --p 6 --pairs 0,4 1,3 1,5 2,4 0,2 1,1 3,3");
    assertThat(set.get("n0").intValue()).isEqualTo(2);
    assertThat(set.get("implied").intValue()).isEqualTo(13);
    assertThat(set.get("explicit").intValue()).isEqualTo(5);
    JsonNode two = json("set --p 6 --pairs 0,4 1,3");
    assertThat(two.get("n0").intValue()).isEqualTo(5);
    assertThat(two.get("rates").get(0).get("nh").isNull()).isTrue();
    assertThat(text("set --p 6 --pairs 0,4 1,3")).contains("never");
  }

  @Test
  void criticalOfTen() {
    JsonNode critical = json("critical --data-sets 2000 --threads 1");
    assertThat(critical.get("critical_fraction").doubleValue()).isBetween(0.39, 0.43);
    assertThat(critical.get("sizes")).hasSize(55);
    assertThat(critical.get("interval").get("low").doubleValue()).isLessThan(0.41);
  }

  @Test
  void latticeClassifiesAFile(@TempDir Path directory) throws IOException {
    Path out = directory.resolve("run");
    Grok run = Grok.runTiny("toy", "--set", "seeds=[1]", "--out", out.toString());
    assertThat(run.code()).as(run.err()).isZero();
    Grok wrong =
        Grok.run(
            "theory", "lattice", "--embeddings", out.resolve("final-0.safetensors").toString());
    assertThat(wrong.code()).isEqualTo(1);
    assertThat(wrong.err()).contains("embedding.weight").hasLineCount(1);
    Path four = directory.resolve("four");
    Grok small =
        Grok.runTiny(
            "toy",
            "--set",
            "seeds=[1]",
            "--set",
            "experiment.task.p=4",
            "--set",
            "experiment.training_samples=6",
            "--out",
            four.toString());
    assertThat(small.code()).as(small.err()).isZero();
    JsonNode classified =
        json("lattice --embeddings " + four.resolve("final-0.safetensors")).get("classified");
    assertThat(classified.intValue()).isBetween(0, 4);
    JsonNode trained = json("lattice --networks 4 --steps 10 --quiet").get("trained");
    assertThat(trained).hasSize(2);
    int networks = 0;
    for (JsonNode count : trained.get(0).get("at_node")) {
      networks += count.intValue();
    }
    assertThat(networks).isEqualTo(4);
  }

  @Test
  void imagesOfAnIdxFile(@TempDir Path directory) throws IOException {
    ByteArrayOutputStream images = new ByteArrayOutputStream();
    ByteArrayOutputStream labels = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(images)) {
      for (int number : new int[] {0x803, 40, 4, 4}) {
        out.writeInt(number);
      }
      for (int pixel = 0; pixel < 40 * 16; pixel++) {
        out.writeByte(pixel * 37 % 251);
      }
    }
    try (DataOutputStream out = new DataOutputStream(labels)) {
      out.writeInt(0x801);
      out.writeInt(40);
      for (int image = 0; image < 40; image++) {
        out.writeByte(image % 4);
      }
    }
    Files.write(directory.resolve("train-images-idx3-ubyte"), images.toByteArray());
    Files.write(directory.resolve("train-labels-idx1-ubyte"), labels.toByteArray());
    JsonNode result = json("images --images 40 --data " + directory);
    assertThat(result.get("pairs").intValue()).isEqualTo(4 * 45);
    JsonNode snapshots = result.get("snapshots");
    assertThat(snapshots).hasSize(11);
    assertThat(snapshots.get(10).get("loss").doubleValue())
        .isLessThan(snapshots.get(0).get("loss").doubleValue());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''                                | name a command: set, critical",
        "set --p 1                         | p must be between 2 and 10000: 1",
        "set --pairs 0,4 0,4               | sample (0, 4) is twice in the data set",
        "set --pairs 0-4                   | a sample is two symbols with a comma, like 0,4: 0-4",
        "set --pairs 0,4 --samples 3       | --pairs and --samples exclude each other",
        "set --samples 0                   | training samples must be between 1 and 55",
        "set --p 5000                      | would take 155.2 GiB of memory",
        "critical --data-sets 0            | at least one data set and one thread are needed",
        "critical --threads -1             | --threads must not be negative: -1",
        "smallest --samples 5              | do not determine a linear structure",
        "rates --sizes 9,3                 | training samples must ascend between 1 and 55: [9, 3]",
        "rates --rate FOURTH               | invalid value for option '--rate'",
        "flow --tolerance 2                | a tolerance must be between 0 and 1: 2.0",
        "flow --eta 0                      | the step size must be positive: 0.0",
        "lattice --p 10                    | has more than 200,000 representations",
        "lattice --p 5 --networks 2        | p must be 4, not 5",
        "group --group s9                  | s9",
        "group --composition VECTOR_SUM    | s3 of order 6 is not abelian",
        "images                            | name their directory by --data or GROK_DATA",
        "linear --ratios -1                | rates of a linear network must be finite",
        "compare --seeds 0                 | --seeds must be positive: 0",
        "bounds --steps 0                  | --steps must be positive",
      })
  void misuseIsOneSentence(String line, String sentence) {
    Grok result = Grok.run(("theory " + line).strip().split(" +"));
    assertThat(result.code()).as(result.err()).isBetween(1, 2);
    assertThat(result.out()).isEmpty();
    assertThat(result.err()).startsWith("grok: ").contains(sentence).hasLineCount(1);
  }
}
