package dev.grok.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.grok.api.DType;
import dev.grok.api.Shape;
import dev.grok.api.backend.Backend;
import dev.grok.testkit.call.Contents;
import dev.grok.testkit.call.Outputs;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The benchmarks work; how fast anything is, no test asks. */
class BenchTest {
  @Test
  void everyKernelIsBenchmarked() {
    assertThat(Calls.missing()).isEmpty();
  }

  @Test
  void everyCallIsAKnownAmountOfWork() {
    for (String name : Calls.names()) {
      Call call = Calls.named(name);
      double footprint = 4.0 * call.contents().values().stream().mapToLong(Contents::length).sum();
      if (footprint > 1 << 24) {
        continue; // The counting backend has memory; the largest squares differ in size alone.
      }
      WorkCount count = WorkCount.of(call);
      assertThat(count.bytes()).as(name).isGreaterThanOrEqualTo(count.footprint());
      assertThat(count.footprint()).as(name).isEqualTo(footprint);
    }
  }

  @Test
  void theToyStepsProductsAreCounted() {
    WorkCount count =
        WorkCount.of(
            backend -> {
              try (var ensemble = Steps.TOY.start(backend, 1)) {
                ensemble.run(1);
              }
            });
    // Two steps: forward and twice as much backward for 45 samples, forward for 10.
    double weights = 200 + 200 * 200 + 200 * 30;
    assertThat(count.flops()).isBetween(2 * 2 * weights * 145, 2 * 2 * weights * 165);
  }

  @Test
  void aWrongResultIsNotTimed() {
    Call call = Calls.named("matmul 10x200x200");
    Outputs wrong =
        new Outputs(Map.of("c", Contents.constant(DType.FLOAT32, Shape.of(1, 10, 200), 0)));
    assertThatThrownBy(() -> Check.against("somebody", call, wrong))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("matmul 10x200x200 on somebody, c differs");
  }

  @Test
  void someRowsOfALargeProductAreCompared() {
    Call call = Calls.named("matmul 4494x256x256");
    try (Backend backend = OpenBackend.named("cpu", 1)) {
      Check.against(backend, call);
    }
  }

  @Test
  void aSetWritesJsonAndATable(@TempDir Path out) throws Exception {
    PrintStream before = System.out;
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    System.setOut(new PrintStream(said, true, StandardCharsets.UTF_8));
    int exit;
    try {
      exit = new CommandLine(new Main()).execute("smoke", "--out", out.toString());
    } finally {
      System.setOut(before);
    }
    assertThat(exit).as(said.toString(StandardCharsets.UTF_8)).isZero();
    JsonNode json = new JsonMapper().readTree(Files.readString(out.resolve("results.json")));
    assertThat(json.get("machine").get("cores").asInt()).isPositive();
    assertThat(json.get("limits").get("flops").asDouble()).isPositive();
    assertThat(json.get("rows"))
        .extracting(row -> row.get("work").asString())
        .contains("fma", "copy of 32768 bytes", "matmul 10x200x200", "toy step of 1");
    assertThat(Files.readString(out.resolve("table.md")))
        .contains("| matmul 10x200x200 | cpu | 1 |")
        .contains("Machine: ");
  }

  @Test
  void theScriptsOfPyTorchAreInTheJar() throws Exception {
    // This command stands in for a Python: it measures nothing, but must be given the scripts.
    assertThat(PyTorch.run("true", BenchmarkSet.SHORT, 1)).isEmpty();
  }

  @Test
  void anUnknownSetIsRefused() {
    assertThat(new CommandLine(new Main()).execute("enormous")).isEqualTo(2);
  }
}
