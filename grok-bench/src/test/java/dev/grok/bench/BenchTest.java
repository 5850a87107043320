package dev.grok.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.grok.api.Backend;
import dev.grok.api.Tensor;
import dev.grok.api.kernel.Kernels;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The benchmarks work; how fast anything is, no test asks. */
class BenchTest {
  @Test
  void everyKernelIsBenchmarked() {
    Set<String> called = new TreeSet<>();
    Kernels noting =
        (Kernels)
            Proxy.newProxyInstance(
                Kernels.class.getClassLoader(),
                new Class<?>[] {Kernels.class},
                (proxy, method, arguments) -> {
                  called.add(method.getName());
                  return null;
                });
    for (Call call : Calls.all().values()) {
      call.body().call(noting, new Tensor[call.operands().size()]);
    }
    assertThat(called)
        .isEqualTo(
            Arrays.stream(Kernels.class.getMethods())
                .map(Method::getName)
                .collect(Collectors.toCollection(TreeSet::new)));
  }

  @Test
  void everyCallIsAKnownAmountOfWork() {
    for (Call call : Calls.all().values()) {
      if (call.footprint() > 1 << 24) {
        continue; // The counting backend has memory; the largest squares differ in size alone.
      }
      WorkCount count = WorkCount.of(call);
      assertThat(count.bytes()).as(call.name()).isGreaterThanOrEqualTo(count.footprint());
      assertThat(count.footprint()).as(call.name()).isEqualTo(call.footprint());
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
    double[] wrong = new double[2000];
    assertThatThrownBy(() -> Check.against("somebody", call, List.of(wrong)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("matmul 10x200x200 on somebody, operand 0 differs");
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
