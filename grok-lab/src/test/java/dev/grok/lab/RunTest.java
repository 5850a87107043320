package dev.grok.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunTest {
  @TempDir private Path folder;

  private String out(String name) {
    return folder.resolve(name).toString();
  }

  private List<String> files(String name) throws IOException {
    try (Stream<Path> entries = Files.list(folder.resolve(name))) {
      return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
    }
  }

  private String read(String name, String file) throws IOException {
    return Files.readString(folder.resolve(name).resolve(file));
  }

  @Test
  void writesEveryFileWhole() throws IOException {
    Grok run = Grok.runTiny("toy", "--set", "seeds=[3, 4]", "--out", out("a"));
    assertThat(run.err()).isEmpty();
    assertThat(run.code()).isZero();
    assertThat(run.out()).contains("seed 3: ", "seed 4: ", "report.html");
    assertThat(files("a"))
        .containsExactly(
            "config.json",
            "environment.json",
            "final-0.safetensors",
            "final-1.safetensors",
            "initial-0.safetensors",
            "initial-1.safetensors",
            "metrics.csv",
            "report.html",
            "summary.json");
    List<String> rows = read("a", "metrics.csv").lines().toList();
    assertThat(rows.get(0)).startsWith("step,replica,seed,train_loss");
    assertThat(rows.get(1)).startsWith("0,0,3,");
    assertThat(rows.get(rows.size() - 1)).startsWith("40,1,4,");
    assertThat(read("a", "summary.json"))
        .contains("\"steps_to_train\" : null", "\"phase\" : \"confusion\"", "\"lambda3\"");
    assertThat(read("a", "environment.json"))
        .contains("\"reason\" : \"asked for by name\"", "\"vector_api\"", "\"cores\"");
    assertThat(read("a", "report.html"))
        .contains("echarts", "Reproduces", "grok run toy --backend");
  }

  @Test
  void resolvedConfigGivesTheSameBits() throws IOException {
    Grok.runTiny("minibatch", "--set", "seeds=[5]", "--out", out("a"));
    Grok again =
        Grok.run(
            "run",
            out("a") + "/config.json",
            "--backend",
            "reference",
            "--quiet",
            "--json",
            "--out",
            out("b"));
    assertThat(again.err()).isEmpty();
    assertThat(again.out()).isEqualTo(read("a", "summary.json"));
    for (String file : List.of("metrics.csv", "final-0.safetensors", "config.json")) {
      assertThat(folder.resolve("b").resolve(file))
          .hasSameBinaryContentAs(folder.resolve("a").resolve(file));
    }
  }

  @Test
  void startsFromAnInitialState() throws IOException {
    Grok.runTiny("toy", "--set", "seeds=[7]", "--out", out("a"));
    String state = out("a") + "/initial-0.safetensors";
    Grok run = Grok.runTiny("toy", "--set", "seeds=[99]", "--init", state, "--out", out("b"));
    assertThat(run.err()).isEmpty();
    assertThat(folder.resolve("b/final-0.safetensors"))
        .hasSameBinaryContentAs(folder.resolve("a/final-0.safetensors"));
    assertThat(read("b", "config.json")).contains("initial-0.safetensors");
    Grok twice = Grok.runTiny("toy", "--set", "seeds=[1,2]", "--init", state, "--out", out("c"));
    assertThat(twice.code()).isEqualTo(2);
    assertThat(twice.err()).contains("an initial state makes all 2 replicas the same");
    assertThat(folder.resolve("c")).doesNotExist();
  }

  @Test
  void damagedInitialStateIsRefusedBeforeAnythingIsWritten() throws IOException {
    Path state = Files.write(folder.resolve("s.safetensors"), new byte[] {1, 2, 3});
    Grok run = Grok.runTiny("toy", "--init", state.toString(), "--out", out("a"));
    assertThat(run.code()).isPositive();
    assertThat(run.err()).startsWith("grok: ").contains("s.safetensors").hasLineCount(1);
    assertThat(folder.resolve("a")).doesNotExist();
  }

  @Test
  void directoryInUseIsRefusedAndLeftAlone() throws IOException {
    Path mine = Files.createDirectory(folder.resolve("a"));
    Files.writeString(mine.resolve("mine.txt"), "keep");
    Grok run = Grok.runTiny("toy", "--out", out("a"));
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("is not empty").hasLineCount(1);
    assertThat(files("a")).containsExactly("mine.txt");
  }

  @Test
  void divergenceIsRecorded() throws IOException {
    String sgd = "={\"kind\":\"sgd\",\"learning_rate\":%s,\"weight_decay\":0,\"momentum\":0}";
    Grok run =
        Grok.runTiny(
            "toy",
            "--set",
            "experiment.decoder" + sgd.formatted("1e300"),
            "--set",
            "experiment.embedding" + sgd.formatted("1e-3"),
            "--set",
            "seeds=[0]",
            "--out",
            out("a"));
    assertThat(run.err()).isEmpty();
    assertThat(run.out()).contains("diverged at step");
    assertThat(read("a", "summary.json"))
        .containsPattern("\"diverged_at\" : \\d")
        .contains("\"train_loss\" : null");
    assertThat(read("a", "metrics.csv")).contains(",,").doesNotContain("NaN");
  }

  @Test
  void hostileNamesStayInsideTheirPlace() throws IOException {
    String hostile = "</script><script>alert(1)</script>";
    Grok run =
        Grok.runTiny(
            "toy",
            "--set",
            "name=" + hostile,
            "--set",
            "source=<!-- " + hostile,
            "--out",
            out("a"));
    assertThat(run.err()).isEmpty();
    assertThat(read("a", "report.html")).contains("&lt;/script&gt;").doesNotContain("alert(1)</");
  }

  @Test
  void ticketsOfAllComponentsAreTheModelItself() throws IOException {
    Grok.runTiny(
        "toy",
        "--set",
        "experiment.model.embedding_dimension=3",
        "--set",
        "seeds=[4]",
        "--set",
        "checkpoints={\"kind\":\"listed\",\"at\":[20]}",
        "--out",
        out("a"));
    assertThat(files("a")).contains("step-20-0.safetensors");
    Grok ticket =
        Grok.run("ticket", out("a"), "--at", "20", "--components", "1,3", "--backend", "reference");
    assertThat(ticket.err()).isEmpty();
    assertThat(ticket.out()).contains("model of '20', components of 'final'").hasLineCount(4);
    Grok last =
        Grok.run("ticket", out("a"), "--components", "3", "--backend", "reference", "--json");
    String trained =
        read("a", "summary.json").replaceAll("(?s).*\"train_accuracy\" : ([0-9.]+).*", "$1");
    assertThat(last.out()).contains("\"train_accuracy\" : " + trained);
    assertThat(Grok.run("ticket", out("a"), "--at", "7").err())
        .contains("there are no parameters of '7'")
        .hasLineCount(1);
  }
}
