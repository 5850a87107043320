package consumer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.lang.module.ModuleFinder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** On the module path only this bundle resolves the native modules. */
class BundleTest {
  private static final Path DEVICE = Path.of("target", "simulated-device").toAbsolutePath();
  private static final String BUNDLE = Path.of("target", "classes").toAbsolutePath().toString();

  @BeforeAll
  static void buildSimulatedDevice() throws Exception {
    try {
      run("g++", "--version");
    } catch (IOException absent) {
      String reason = "the bundle is not tested: there is no g++ to build the simulated device";
      System.out.println(reason);
      Assumptions.abort(reason);
    }
    run("../grok-backend-cuda/src/test/native/build.sh", DEVICE.toString());
  }

  private static String run(String... command) throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("LD_LIBRARY_PATH", DEVICE.toString());
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }

  private static String report(Predicate<String> modules) throws Exception {
    String path =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(
                entry ->
                    entry.contains("grok-") && !entry.contains("test-classes")
                        || entry.contains("bytedeco"))
            .filter(modules)
            .collect(Collectors.joining(File.pathSeparator));
    return run(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Dgrok.cuda.cache=" + Path.of("target", "kernel-cache").toAbsolutePath(),
        "-p",
        path,
        "--add-modules",
        "dev.grok.api",
        "-cp",
        Path.of("target", "test-classes").toString(),
        "consumer.Report");
  }

  @Test
  void withTheBundleNoFlagIsNeeded() throws Exception {
    assertThat(report(entry -> true))
        .contains("grok-api is a module: true", "cuda: available: Simulated CUDA device");
  }

  @Test
  void withoutTheBundleTheReasonNamesIt() throws Exception {
    assertThat(report(entry -> !Path.of(entry).toAbsolutePath().toString().equals(BUNDLE)))
        .contains(
            "cuda: unavailable (NATIVE_MODULE_NOT_RESOLVED): module"
                + " org.bytedeco.javacpp.linux.x86_64 is not resolved",
            "grok-backend-cuda-linux");
  }

  @Test
  void moduleAndServicesFileNameTheSameProvider() throws IOException {
    List<String> services =
        Files.readAllLines(
            Path.of(BUNDLE, "META-INF/services/dev.grok.backend.cuda.spi.NativeBundle"));
    Set<String> provided =
        Set.copyOf(
            ModuleFinder.of(Path.of(BUNDLE))
                .find("dev.grok.backend.cuda.linux")
                .orElseThrow()
                .descriptor()
                .provides()
                .iterator()
                .next()
                .providers());
    assertThat(Set.copyOf(services)).isEqualTo(provided);
  }
}
