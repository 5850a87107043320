package dev.grok.backend.cuda;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteOrder;
import java.nio.LongBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * The simulated CUDA device of {@code src/test/native}: built by g++ once, found by the backend as
 * a real one would be, and seen through the page of numbers that both sides map.
 */
final class SimulatedDevice {
  /** What the device counts; the numbers are those of control.h. */
  enum Counter {
    CALLS(0),
    ALLOCATIONS(1),
    BYTES(2),
    PINNED(3),
    STREAMS(4),
    MODULES(5),
    GRAPHS(6),
    GRAPH_EXECS(7),
    BLAS_HANDLES(8),
    PROGRAMS(9),
    LAUNCHES(10),
    GRAPH_LAUNCHES(11),
    COMPILATIONS(12),
    BLAS_CALLS(13);

    private final int slot;

    Counter(int slot) {
      this.slot = slot;
    }
  }

  /** What a test sets; 0 is the usual behavior. */
  enum Setting {
    FAIL_ALLOCATION(32),
    FAIL_LAUNCH(33),
    FAIL_COMPILATION(34),
    FAIL_INSTANTIATION(35),
    FAIL_BLAS(36),
    FAIL_KERNEL(37),
    MEMORY_LIMIT(40),
    DEVICES(41),
    ORDER(42),
    DRIVER_VERSION(43),
    CAPABILITY(44),
    FORGIVE(45),
    BLAS_STATUS(46);

    private final int slot;

    Setting(int slot) {
      this.slot = slot;
    }
  }

  private static final Path SOURCES = Path.of("src", "test", "native");
  private static final int SLOTS = 64;

  private static SimulatedDevice device;

  private final Path folder;
  private final LongBuffer page;

  private SimulatedDevice(Path folder) throws IOException {
    this.folder = folder;
    try (FileChannel file =
        FileChannel.open(
            folder.resolve("control"), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      page =
          file.map(FileChannel.MapMode.READ_WRITE, 0, SLOTS * Long.BYTES)
              .order(ByteOrder.nativeOrder())
              .asLongBuffer();
    }
  }

  /** The device that this process uses; skips the test, with the reason, where there is no g++. */
  static synchronized SimulatedDevice require() {
    if (device == null) {
      device = build("simulated-device", "");
      // What a process that was killed has left.
      for (int slot = 0; slot < SLOTS; slot++) {
        device.page.put(slot, 0);
      }
    }
    return device;
  }

  /** Another one, for a process of its own; the flag goes to the compilation of libnvrtc. */
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

  /** What an earlier compiler has compiled: the cache knows it by the same version. */
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

  /** One that has been built. */
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
    return page.get(counter.slot);
  }

  void set(Setting setting, long value) {
    page.put(setting.slot, value);
  }

  /** Whether a fault that was set has not happened yet. */
  boolean isPending(Setting fault) {
    return page.get(fault.slot) != 0;
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

  /** All settings back to 0. */
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
