package dev.grok.bench.gpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The parts of a session work, on the CPU in place of a GPU. */
class GpuSessionTest {
  @TempDir Path folder;

  private boolean run(String part, String backend) throws IOException {
    return GpuSession.run(
        part, new SessionContext(backend, "auto", SessionSize.TINY, new ResultLines(lines())));
  }

  private Path lines() {
    return folder.resolve("results.jsonl");
  }

  private List<JsonNode> results() throws IOException {
    JsonMapper json = new JsonMapper();
    return Files.readAllLines(lines()).stream().map(json::readTree).toList();
  }

  @Test
  void aBackendThatIsNotThereEndsTheSession() throws IOException {
    assertThat(run("machine", "cpu")).isTrue();
    assertThat(run("machine", "abacus")).isFalse();
  }

  @Test
  void anUnknownPartIsRefused() {
    assertThatThrownBy(() -> run("benhc", "cpu")).hasMessage("no part benhc");
  }

  @Test
  void lossesAndPhasesAgreeWithTheCpus() throws IOException {
    assertThat(run("agreement", "cpu")).isTrue();
    assertThat(results().get(0).get("gpu_against_cpu").asDouble()).isZero();
    assertThat(results().get(0).get("disturbance_becomes").asDouble()).isPositive();
    assertThat(results().get(1).get("phases_that_differ").asInt()).isZero();
  }

  @Test
  void aReplicasProductHasTheSameBitsAlone() throws IOException {
    assertThat(run("law", "cpu")).isTrue();
    assertThat(results().get(0).get("tried").asInt()).isPositive();
    assertThat(results().get(0).get("differing")).isEmpty();
  }

  @Test
  void timingsBecomeATable() throws IOException {
    assertThat(run("bench", "cpu")).isTrue();
    assertThat(results())
        .extracting(row -> row.get("work").asString())
        .contains("toy", "matmul 45 x 200 x 200, bias, activation", "adam 200 x 200");
    // A line of a peer's library is no result.
    Files.writeString(lines(), Files.readString(lines()) + "Initializing\n");
    assertThat(printed()).contains("| work | grok cpu |", "| toy, R = 4 | ");
  }

  private String printed() throws IOException {
    PrintStream before = System.out;
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    System.setOut(new PrintStream(said, true, StandardCharsets.UTF_8));
    try {
      assertThat(run("table", "cpu")).isTrue();
    } finally {
      System.setOut(before);
    }
    return said.toString(StandardCharsets.UTF_8);
  }
}
