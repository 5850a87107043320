package dev.grok.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command on the simulated CUDA device of grok-backend-cuda, in processes of its own. */
class CudaSweepTest {
  private static final Path DEVICE = Path.of("target", "simulated-device").toAbsolutePath();

  /** Where control.h has what the device counts, and its faults and settings. */
  private static final int FIRST_HELD = 1;

  private static final int LAST_HELD = 9;
  private static final int GRAPH_LAUNCHES = 11;
  private static final int FAIL_ALLOCATION = 32;
  private static final int MEMORY_LIMIT = 40;

  private static final int CELLS = 30;
  private static final int STEPS = 40;

  private static final String SWEEP =
      """
      {"name": "small", "description": "", "source": "", "base": "toy",
       "set": {"steps": 40, "experiment.task.p": 5, "experiment.training_samples": 10,
         "experiment.model.hidden_widths": [16, 16], "experiment.model.target_dimension": 4,
         "experiment.thresholds.train": 0.5, "experiment.thresholds.validation": 0.4,
         "seeds": [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15]},
       "axes": [
         {"kind": "listed", "keys": ["experiment.decoder.learning_rate"], "values": [1e-2, 3e-2]}],
       "refine": {"stride": 1, "share": 1}}
      """;

  @TempDir private static Path temp;

  private record Finished(int code, String output, String table) {}

  @BeforeAll
  static void buildSimulatedDevice() throws Exception {
    try {
      run(List.of("g++", "--version"));
    } catch (IOException absent) {
      String reason = "sweeps on CUDA are not tested: there is no g++ for the simulated device";
      System.out.println(reason);
      Assumptions.abort(reason);
    }
    Finished built =
        run(List.of("../grok-backend-cuda/src/test/native/build.sh", DEVICE.toString()));
    assertThat(built.code()).as(built.output()).isZero();
    Files.writeString(temp.resolve("sweep.json"), SWEEP);
  }

  private static Finished run(List<String> command) throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("LD_LIBRARY_PATH", DEVICE.toString());
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Finished(process.waitFor(), output, "");
  }

  /** A sweep in a directory of that name, on a device with one setting. */
  private static Finished sweep(String name, int slot, long value, String... options)
      throws IOException, InterruptedException {
    Path directory = temp.resolve(name);
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // Kernels that the backend's own tests have compiled need not be compiled again.
    command.add("-Dgrok.cuda.cache=" + Path.of("../grok-backend-cuda/target/kernel-cache"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), "dev.grok.lab.Main"));
    command.addAll(List.of("sweep", "run", temp.resolve("sweep.json").toString()));
    command.addAll(List.of("--backend", "cuda", "--out", directory.toString()));
    command.addAll(List.of(options));
    try (RandomAccessFile control =
        new RandomAccessFile(DEVICE.resolve("control").toFile(), "rw")) {
      control.write(new byte[(int) control.length()]);
      control.seek((long) slot * Long.BYTES);
      control.write(
          ByteBuffer.allocate(Long.BYTES).order(ByteOrder.nativeOrder()).putLong(value).array());
    }
    Finished finished = run(command);
    assertThat(finished.code()).as(finished.output()).isZero();
    for (int counter = FIRST_HELD; counter <= LAST_HELD; counter++) {
      assertThat(counter(counter)).as("held by the device, counter %d", counter).isZero();
    }
    return new Finished(
        finished.code(), finished.output(), Files.readString(directory.resolve("cells.csv")));
  }

  private static long counter(int slot) throws IOException {
    return ByteBuffer.wrap(Files.readAllBytes(DEVICE.resolve("control")))
        .order(ByteOrder.nativeOrder())
        .getLong(slot * Long.BYTES);
  }

  @Test
  void ensemblesAreLargeRefilledAndHalvedWhereMemoryEnds() throws Exception {
    Finished alone = sweep("alone", MEMORY_LIMIT, 0, "--replicas", "1");
    long launchesAlone = counter(GRAPH_LAUNCHES);
    assertThat(alone.table().lines().filter(line -> line.contains(",done,"))).hasSize(CELLS);

    Finished together = sweep("together", MEMORY_LIMIT, 0);
    assertThat(together.table()).isEqualTo(alone.table());
    assertThat(together.output()).doesNotContain("halved");
    // 24 replicas at once: most of all updates were made together.
    assertThat(counter(GRAPH_LAUNCHES)).isLessThan(launchesAlone / 4).isGreaterThan(STEPS);

    Finished little = sweep("little", MEMORY_LIMIT, 150_000);
    assertThat(little.table()).isEqualTo(alone.table());
    assertThat(little.output().lines())
        .filteredOn(line -> line.contains("halved"))
        .isNotEmpty()
        .allMatch(
            line ->
                line.matches(
                    "grok: ensembles are halved from \\d+ to \\d+ replicas: cannot allocate .+ on"
                        + " Simulated CUDA device: it takes \\d+ bytes, this backend already holds"
                        + " \\d+, the device has \\d+ of 150000 free"));

    Finished once = sweep("once", FAIL_ALLOCATION, 20);
    assertThat(once.table()).isEqualTo(alone.table());
    assertThat(once.output()).containsOnlyOnce("halved from 24 to 12 replicas");
  }
}
