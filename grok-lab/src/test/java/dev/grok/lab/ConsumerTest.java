package dev.grok.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A user's program, compiled against grok-api alone, run with a backend on either path. */
class ConsumerTest {
  private static final String MODULE = "module consumer { requires dev.grok.api; }";
  private static final String MAIN =
      """
      package consumer;

      import dev.grok.api.backend.Backend;
      import dev.grok.api.backend.Backends;
      import dev.grok.api.backend.MemoryScope;
      import dev.grok.api.Tensor;
      import dev.grok.api.kernel.Transpose;
      import dev.grok.api.kernel.Write;

      public class Main {
        public static void main(String[] args) {
          try (Backend backend = Backends.open();
              MemoryScope scope = backend.scope("consumer")) {
            Tensor a = scope.floats("a", 1, 2, 2);
            Tensor c = scope.floats("c", 1, 2, 2);
            a.write(1.0, 2.0, 3.0, 4.0);
            backend.kernels().matmul(c, a, a, Transpose.NONE, Write.OVERWRITE);
            System.out.println("named module: " + Main.class.getModule().isNamed());
            System.out.println("backend: " + backend);
            System.out.println("product: " + java.util.Arrays.toString(c.floats()));
          }
        }
      }
      """;

  @TempDir private static Path folder;
  private static String grok = "";

  @BeforeAll
  static void compile() throws IOException {
    grok =
        Stream.of("java.class.path", "jdk.module.path")
            .flatMap(p -> Arrays.stream(System.getProperty(p, "").split(File.pathSeparator)))
            .filter(entry -> entry.contains("grok-api") || entry.contains("grok-backend-cpu"))
            .collect(Collectors.joining(File.pathSeparator));
    assertThat(grok.split(File.pathSeparator)).hasSize(2);
    Path moduleInfo = Files.writeString(folder.resolve("module-info.java"), MODULE);
    Path source = Files.createDirectories(folder.resolve("consumer")).resolve("Main.java");
    Files.writeString(source, MAIN);
    int result =
        ToolProvider.findFirst("javac")
            .orElseThrow()
            .run(
                System.out,
                System.err,
                "--release",
                "17",
                "-p",
                grok,
                "-d",
                folder.resolve("classes").toString(),
                moduleInfo.toString(),
                source.toString());
    assertThat(result).isZero();
  }

  private static String run(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).as(output).isZero();
    assertThat(output).contains("product: [7.0, 10.0, 15.0, 22.0]", "backend: cpu");
    return output;
  }

  /** Every backend, as the launcher has them; the lab itself is left out. */
  private static String everyBackend() {
    return Stream.of("java.class.path", "jdk.module.path")
            .flatMap(p -> Arrays.stream(System.getProperty(p, "").split(File.pathSeparator)))
            .filter(
                entry ->
                    entry.contains("grok-api")
                        || entry.contains("grok-backend")
                        || entry.contains("bytedeco"))
            .collect(Collectors.joining(File.pathSeparator))
        + File.pathSeparator
        + folder.resolve("classes");
  }

  /** A machine with a GPU would take it: then there is nothing to see here. */
  private static void requireNoDriver() {
    boolean driver =
        Stream.of("/usr/lib/x86_64-linux-gnu", "/usr/lib64", "/usr/local/nvidia/lib64")
            .anyMatch(place -> Files.exists(Path.of(place, "libcuda.so.1")));
    if (driver) {
      String reason = "choosing without a GPU is not tested: this machine has an NVIDIA driver";
      System.out.println(reason);
      Assumptions.abort(reason);
    }
  }

  @Test
  void withoutAGpuTheCpuIsChosenAndOneLineSaysWhy() throws Exception {
    requireNoDriver();
    String reason = "cuda: unavailable (NO_DRIVER): there is no NVIDIA driver";
    for (String[] options :
        new String[][] {
          {"--add-modules", "jdk.incubator.vector", "-cp", everyBackend(), "consumer.Main"},
          {"-p", everyBackend(), "-m", "consumer/consumer.Main"}
        }) {
      String output = run(options);
      assertThat(output.lines().filter(line -> line.contains(reason))).as(output).hasSize(1);
    }
  }

  private static String path() {
    return grok + File.pathSeparator + folder.resolve("classes");
  }

  @Test
  void onTheModulePathSimdNeedsNoFlag() throws Exception {
    String output = run("-p", path(), "-m", "consumer/consumer.Main");
    assertThat(output).contains("named module: true", "SIMD").doesNotContain("--add-modules");
  }

  @Test
  void onTheClassPathSimdNeedsOneFlag() throws Exception {
    String output = run("--add-modules", "jdk.incubator.vector", "-cp", path(), "consumer.Main");
    assertThat(output).contains("named module: false", "SIMD");
  }

  @Test
  void onTheClassPathWithoutTheFlagItWorksAndNamesTheFlag() throws Exception {
    String output = run("-cp", path(), "consumer.Main");
    assertThat(output).contains("named module: false", "scalar", "--add-modules");
  }

  /** The laboratory is shipped without the contract suite, which brings test libraries. */
  @Test
  void withoutTheContractSuiteSelftestSaysWhatToAdd() throws Exception {
    String withoutTests =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(entry -> !entry.matches(".*(grok-testkit|junit|assertj|opentest4j).*"))
            .collect(Collectors.joining(File.pathSeparator));
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                withoutTests,
                "dev.grok.lab.Main",
                "selftest")
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isEqualTo(2);
    assertThat(output).contains("selftest needs the contract suite: add dev.grok:grok-testkit");
  }
}
