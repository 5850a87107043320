package dev.grok.backend.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grok.backend.cuda.SimulatedDevice.Setting;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a user reads where something is missing, each in a Java process of its own. */
class ProbeTest {
  @TempDir private Path folder;
  private SimulatedDevice device;

  /** Copies the device, so that a test may damage it. */
  @BeforeEach
  void copyDevice() throws IOException {
    SimulatedDevice whole = SimulatedDevice.require();
    try (Stream<Path> files = Files.list(whole.folder())) {
      for (Path file : files.toList()) {
        Files.copy(file, folder.resolve(file.getFileName()));
      }
    }
    device = SimulatedDevice.at(folder);
    device.reset();
  }

  @AfterEach
  void resetDevice() {
    device.reset();
  }

  private String classPath() {
    return System.getProperty("java.class.path");
  }

  private String probe(String classPath, String... options) {
    ProcessResult result = java(classPath, List.of(options), List.of());
    assertThat(result.code()).as(result.output()).isZero();
    return result.output();
  }

  private ProcessResult java(String classPath, List<String> options, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xshare:auto", "-XX:TieredStopAtLevel=1", "-cp", classPath));
    command.add("-Dgrok.cuda.cache=" + folder.resolve("cache"));
    command.addAll(options);
    command.add(ProbeMain.class.getName());
    command.addAll(arguments);
    return ProcessResult.of(
        Map.of("LD_LIBRARY_PATH", folder.toString(), "CUDA_PATH", "", "CUDA_HOME", ""),
        command.toArray(String[]::new));
  }

  @Test
  void aDeviceIsDescribed() {
    assertThat(probe(classPath()))
        .contains(
            "cuda: available: Simulated CUDA device, compute capability 9.0, 1.0 GiB,"
                + " driver for CUDA 13.0, runtime 13.0, cuBLAS 13.0.0");
  }

  @Test
  void theLibrariesMayBeNamedByAPropertyAlone() throws IOException {
    Path environment = Files.createDirectories(folder.resolve("site-packages/nvidia/cu13/lib"));
    for (String name : new String[] {"libcublas.so.13", "libcublasLt.so.13", "libnvrtc.so.13"}) {
      Files.move(folder.resolve(name), environment.resolve(name));
    }
    Files.copy(folder.resolve("libcuda.so.1"), environment.resolve("libcuda.so.1"));
    assertThat(probe(classPath())).contains("NO_RUNTIME_LIBRARY");
    assertThat(probe(classPath(), "-Dgrok.cuda.libraries=" + folder.resolve("site-packages")))
        .contains("cuda: available");
  }

  @Test
  void aMissingDriverIsSaid() throws IOException {
    Files.delete(folder.resolve("libcuda.so.1"));
    assertThat(probe(classPath()))
        .contains(
            "cuda: unavailable (NO_DRIVER): there is no NVIDIA driver (libcuda.so.1); install it");
  }

  @Test
  void aMissingRuntimeLibraryIsNamed() throws IOException {
    Files.delete(folder.resolve("libcublas.so.13"));
    assertThat(probe(classPath()))
        .contains("unavailable (NO_RUNTIME_LIBRARY): libcublas.so.13 was not found in " + folder)
        .contains("-Dgrok.cuda.libraries");
  }

  @Test
  void aRuntimeOfAnotherMajorVersionIsNamed() throws IOException {
    Files.move(folder.resolve("libcublas.so.13"), folder.resolve("libcublas.so.12"));
    assertThat(probe(classPath()))
        .contains(
            "unavailable (WRONG_MAJOR): libcublas.so.13 is needed, but only "
                + folder.resolve("libcublas.so.12")
                + " was found");
  }

  @Test
  void aLibraryThatIsNoneIsNamed() throws IOException {
    Files.writeString(folder.resolve("libnvrtc.so.13"), "this is not a library");
    assertThat(probe(classPath()))
        .contains("unavailable (LOADING_FAILED): " + folder.resolve("libnvrtc.so.13"))
        .contains("UnsatisfiedLinkError")
        .doesNotContain("java.library.path");
  }

  @Test
  void aMissingFunctionIsNamedAndDoesNotEndTheProcess() throws IOException {
    SimulatedDevice lesser =
        SimulatedDevice.build("simulated-device-without-cubin", "-DGROK_SIM_WITHOUT_CUBIN");
    Files.delete(folder.resolve("libnvrtc.so.13"));
    Files.copy(lesser.folder().resolve("libnvrtc.so.13"), folder.resolve("libnvrtc.so.13"));
    assertThat(probe(classPath()))
        .contains("unavailable (MISSING_SYMBOL)", "libnvrtc.so.13 has no function nvrtcGetCUBIN");
  }

  @Test
  void noDeviceIsSaid() {
    device.set(Setting.DEVICES, -1);
    assertThat(probe(classPath()))
        .contains("unavailable (NO_DEVICE): the driver finds no device (cuInit: cudaErrorNoDevice)")
        .contains("CUDA_VISIBLE_DEVICES");
  }

  @Test
  void anOldDriverAndAnOldDeviceAreSaid() {
    device.set(Setting.DRIVER_VERSION, 12080);
    assertThat(probe(classPath()))
        .contains(
            "unavailable (DRIVER_TOO_OLD): the driver is for CUDA 12.8, the runtime for 13.0");
    device.reset();
    device.set(Setting.CAPABILITY, 70);
    assertThat(probe(classPath()))
        .contains("unavailable (DEVICE_TOO_OLD)", "compute capability 7.0");
  }

  @Test
  void aCacheThatCannotBeWrittenIsSaid() {
    assertThat(probe(classPath(), "-Dgrok.cuda.cache=/proc/grok"))
        .contains("unavailable (CACHE_NOT_WRITABLE)", "/proc/grok", "GROK_CUDA_CACHE");
  }

  @Test
  void missingNativeJarsAreSaid() {
    String without =
        Arrays.stream(classPath().split(File.pathSeparator))
            .filter(entry -> !entry.contains("linux-x86_64"))
            .collect(Collectors.joining(File.pathSeparator));
    assertThat(probe(without))
        .contains("unavailable (NATIVE_JAR_MISSING)", "grok-backend-cuda-linux");
  }

  @Test
  void anExplicitChoiceFailsWithTheReasonAndAnAutomaticOneSaysItInOneLine() throws IOException {
    Files.delete(folder.resolve("libcuda.so.1"));
    ProcessResult explicit = java(classPath(), List.of(), List.of("cuda"));
    assertThat(explicit.code()).isNotZero();
    assertThat(explicit.output())
        .contains("backend 'cuda' (asked for by name) is unavailable", "NO_DRIVER");
    ProcessResult automatic =
        java(classPath(), List.of("--add-modules=jdk.incubator.vector"), List.of("auto"));
    assertThat(automatic.code()).as(automatic.output()).isZero();
    assertThat(automatic.output().lines().filter(line -> line.contains("NO_DRIVER"))).hasSize(1);
    assertThat(automatic.output()).contains("cpu", "computes 4.0");
  }

  /** Several processes that compile the same kernels at once, into one empty folder. */
  @Test
  void processesMayShareTheCache() throws IOException {
    List<CompletableFuture<ProcessResult>> processes =
        IntStream.range(0, 3)
            .mapToObj(
                i ->
                    CompletableFuture.supplyAsync(
                        () -> java(classPath(), List.of(), List.of("cuda:0"))))
            .toList();
    for (CompletableFuture<ProcessResult> process : processes) {
      ProcessResult result = process.join();
      assertThat(result.output()).contains("Simulated CUDA device", "computes 4.0");
      assertThat(result.code()).isZero();
    }
    try (Stream<Path> files = Files.list(folder.resolve("cache"))) {
      assertThat(files.map(file -> file.getFileName().toString()).toList())
          .singleElement()
          .asString()
          .endsWith(".cubin");
    }
  }
}
