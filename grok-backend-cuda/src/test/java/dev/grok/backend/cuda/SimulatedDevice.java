package dev.grok.backend.cuda;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteOrder;
import java.nio.LongBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * The simulated CUDA device of {@code src/test/native}. g++ builds it once, and the backend finds
 * it as it would find a real one. Tests see it through a page of numbers that both sides map.
 */
final class SimulatedDevice {
  /** What the device counts. */
  enum Counter {
    CALLS,
    ALLOCATIONS,
    BYTES,
    PINNED,
    STREAMS,
    MODULES,
    GRAPHS,
    GRAPH_EXECS,
    BLAS_HANDLES,
    PROGRAMS,
    LAUNCHES,
    GRAPH_LAUNCHES,
    COMPILATIONS,
    BLAS_CALLS
  }

  /** What a test sets; 0 is the usual behavior. */
  enum Setting {
    FAIL_ALLOCATION,
    FAIL_LAUNCH,
    FAIL_COMPILATION,
    FAIL_INSTANTIATION,
    FAIL_BLAS,
    FAIL_KERNEL,
    MEMORY_LIMIT,
    DEVICES,
    ORDER,
    DRIVER_VERSION,
    CAPABILITY,
    FORGIVE,
    BLAS_STATUS
  }

  private static final Path SOURCES = Path.of("src", "test", "native");

  private static SimulatedDevice device;

  private final Path folder;

  /** Where the page has each number, by the names in control.h. */
  private final Map<String, Integer> slots = new HashMap<>();

  private final LongBuffer page;

  private SimulatedDevice(Path folder) throws IOException {
    this.folder = folder;
    Matcher slot =
        Pattern.compile("SLOT_(\\w+) = (\\d+)")
            .matcher(Files.readString(SOURCES.resolve("control.h")));
    while (slot.find()) {
      slots.put(slot.group(1), Integer.parseInt(slot.group(2)));
    }
    try (FileChannel file =
        FileChannel.open(
            folder.resolve("control"), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      page =
          file.map(FileChannel.MapMode.READ_WRITE, 0, (long) slots.get("COUNT") * Long.BYTES)
              .order(ByteOrder.nativeOrder())
              .asLongBuffer();
    }
  }

  /** The device that this process uses; skips the test, with the reason, where there is no g++. */
  static synchronized SimulatedDevice require() {
    if (device == null) {
      device = build("simulated-device", "");
      // A process that was killed may have left something.
      for (int slot = 0; slot < device.page.capacity(); slot++) {
        device.page.put(slot, 0);
      }
    }
    return device;
  }

  /** Builds another device, for a process of its own; libnvrtc is compiled with the flag. */
  static SimulatedDevice build(String name, String flag) {
    if (!hasCompiler()) {
      String reason = "the simulated CUDA device is not tested: there is no g++ to build it";
      System.out.println(reason);
      Assumptions.abort(reason);
    }
    Path folder = Path.of("target", name).toAbsolutePath();
    try {
      ProcessResult built =
          ProcessResult.of(
              Map.of("LC_ALL", "C"),
              SOURCES.resolve("build.sh").toString(),
              folder.toString(),
              flag);
      if (built.code() != 0) {
        throw new AssertionError(built.output());
      }
      if (built.output().contains("built")) {
        forgetKernels();
      }
      return at(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Deletes what an earlier simulated compiler has compiled: its version is the same. */
  private static void forgetKernels() throws IOException {
    Path cache = Path.of(System.getProperty(CudaSettings.CACHE));
    if (Files.isDirectory(cache)) {
      try (Stream<Path> kernels = Files.list(cache).filter(Files::isRegularFile)) {
        for (Path kernel : kernels.toList()) {
          Files.delete(kernel);
        }
      }
    }
  }

  /** A device that has been built already. */
  static SimulatedDevice at(Path folder) throws IOException {
    return new SimulatedDevice(folder);
  }

  private static boolean hasCompiler() {
    try {
      return ProcessResult.of(Map.of(), "g++", "--version").code() == 0;
    } catch (UncheckedIOException absent) {
      return false;
    }
  }

  Path folder() {
    return folder;
  }

  long get(Counter counter) {
    return page.get(slots.get(counter.name()));
  }

  void set(Setting setting, long value) {
    page.put(slots.get(setting.name()), value);
  }

  /** Whether a fault that was set has not happened yet. */
  boolean isPending(Setting fault) {
    return page.get(slots.get(fault.name())) != 0;
  }

  /** Runs a test with a system property, which the backend reads when it is opened. */
  static void withProperty(String property, String value, Runnable test) {
    String before = System.setProperty(property, value);
    try {
      test.run();
    } finally {
      if (before == null) {
        System.clearProperty(property);
      } else {
        System.setProperty(property, before);
      }
    }
  }

  /** Sets everything back to 0. */
  void reset() {
    for (Setting setting : Setting.values()) {
      set(setting, 0);
    }
  }

  /** Everything that is held at the moment, by name; empty if nothing is. */
  Map<Counter, Long> held() {
    Map<Counter, Long> held = new TreeMap<>();
    for (Counter counter :
        new Counter[] {
          Counter.ALLOCATIONS,
          Counter.BYTES,
          Counter.PINNED,
          Counter.STREAMS,
          Counter.MODULES,
          Counter.GRAPHS,
          Counter.GRAPH_EXECS,
          Counter.BLAS_HANDLES,
          Counter.PROGRAMS
        }) {
      if (get(counter) != 0) {
        held.put(counter, get(counter));
      }
    }
    return held;
  }
}
