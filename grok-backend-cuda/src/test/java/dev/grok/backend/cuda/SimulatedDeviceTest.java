package dev.grok.backend.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The simulated device itself: right kernels work, and each planted error is seen. */
class SimulatedDeviceTest {
  private static Path folder;

  @BeforeAll
  static void build() {
    // The processes here give nothing back when they end, so they have a device of their own.
    folder = SimulatedDevice.build("simulated-device-for-itself", "").folder();
    ProcessResult built =
        ProcessResult.of(
            Map.of(),
            "g++",
            "-std=c++17",
            "-O1",
            "-o",
            folder.resolve("selftest").toString(),
            "src/test/native/selftest.cpp",
            "-L" + folder,
            "-Wl,-rpath," + folder,
            "-l:libcudart.so.13",
            "-l:libnvrtc.so.13",
            "-l:libcuda.so.1");
    assertThat(built.code()).as(built.output()).isZero();
  }

  private static String run(String kernel) {
    ProcessResult result =
        ProcessResult.of(
            Map.of("LD_LIBRARY_PATH", folder.toString()),
            folder.resolve("selftest").toString(),
            kernel);
    return result.output();
  }

  @ParameterizedTest
  @CsvSource({"sumOfBlock, 129024", "sumOfWarp, 64512"})
  void rightKernelsGiveTheSameInEveryOrder(String kernel, int sum) {
    assertThat(run(kernel).lines())
        .hasSize(3)
        .allSatisfy(
            line -> assertThat(line).isEqualTo("cudaSuccess, sum %d, 0 NaN".formatted(sum)));
  }

  /** A thread that reads too early finds NaN; which threads do depends on their order. */
  @Test
  void aMissingSynchronizationIsSeen() {
    String output = run("missingSync");
    assertThat(output.lines().distinct().count()).isGreaterThan(1);
    assertThat(output).containsPattern("[1-9]\\d* NaN");
  }

  @ParameterizedTest
  @CsvSource({
    "writesBehind, cudaErrorIllegalAddress, behind a buffer of 256 bytes",
    "writesBefore, cudaErrorIllegalAddress, before a buffer of 256 bytes",
    "readsAcrossSixteenBytes, cudaErrorLaunchFailure, an access that is not aligned",
    "divergentSync, cudaErrorLaunchFailure, threads of a block meet at different __syncthreads",
    "someNeverSync, cudaErrorLaunchFailure, threads wait for ever at __syncthreads",
    // The last lane reports it: it waits for ever, or finds the others gone.
    "halfAWarpShuffles, cudaErrorLaunchFailure, a warp function",
  })
  void aPlantedErrorIsNamedAndStays(String kernel, String status, String sentence) {
    String output = run(kernel);
    assertThat(output).contains(sentence, status + ", sum 0");
    assertThat(output).doesNotContain("cudaSuccess");
  }
}
