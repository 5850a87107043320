package dev.grok.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.stream.Stream;

/**
 * Where and when something was measured.
 *
 * @param time of the run's start
 * @param cpu model
 * @param cores that this process may use
 * @param java version and vendor
 * @param os name and version
 * @param commit of the build; "unknown" if the launcher did not say
 * @param load average of the machine over the last minute at the start; NaN if unknown
 */
record Machine(
    Instant time, String cpu, int cores, String java, String os, String commit, double load) {
  private static final Path CPU_INFO = Path.of("/proc/cpuinfo");

  /** As it is now. */
  static Machine now() {
    return new Machine(
        Instant.now().truncatedTo(ChronoUnit.SECONDS),
        cpuModel(),
        Runtime.getRuntime().availableProcessors(),
        System.getProperty("java.version") + " (" + System.getProperty("java.vendor") + ")",
        System.getProperty("os.name") + " " + System.getProperty("os.version"),
        System.getProperty("grok.commit", "unknown"),
        loadAverage());
  }

  private static String cpuModel() {
    try (Stream<String> lines = Files.lines(CPU_INFO)) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse(System.getProperty("os.arch"));
    } catch (IOException e) {
      return System.getProperty("os.arch");
    }
  }

  private static double loadAverage() {
    double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    return load < 0 ? Double.NaN : load;
  }

  /** One line for people. */
  String line() {
    return "%s, %d cores, load %.1f at the start, JDK %s, %s, commit %s, %s"
        .formatted(cpu, cores, load, java, os, commit, time);
  }
}
