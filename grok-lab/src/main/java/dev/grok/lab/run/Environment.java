package dev.grok.lab.run;

import com.sun.management.OperatingSystemMXBean;
import dev.grok.api.Probe;
import dev.grok.api.backend.Backends;
import dev.grok.api.backend.Candidate;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Where something ran, and on which backend.
 *
 * @param time now
 * @param grok version
 * @param commit of the build; "unknown" outside a git checkout
 * @param java version and vendor
 * @param jvm virtual machine
 * @param modules whether grok runs from the module path or the class path
 * @param vectorApi whether jdk.incubator.vector is resolved
 * @param os name, version, architecture
 * @param cpu model
 * @param cores that this process may use
 * @param memoryBytes of the machine
 * @param heapBytes most that this process may use
 * @param candidates every backend that was found
 */
public record Environment(
    Instant time,
    String grok,
    String commit,
    String java,
    String jvm,
    String modules,
    boolean vectorApi,
    String os,
    String cpu,
    int cores,
    long memoryBytes,
    long heapBytes,
    List<BackendCandidate> candidates) {
  private static final String UNKNOWN = "unknown";
  private static final Path CPU_INFO = Path.of("/proc/cpuinfo");

  /**
   * A backend that was found.
   *
   * @param code why it is unavailable, for programs; empty if it is available
   * @param detail what it is, or why it is unavailable
   * @param remedy what can be done; empty if it is available
   */
  public record BackendCandidate(
      String name, int priority, boolean available, String code, String detail, String remedy) {
    static BackendCandidate of(Candidate candidate) {
      if (candidate.probe() instanceof Probe.Unavailable no) {
        return new BackendCandidate(
            candidate.name(), candidate.priority(), false, no.code(), no.reason(), no.remedy());
      }
      String details = ((Probe.Available) candidate.probe()).details();
      return new BackendCandidate(candidate.name(), candidate.priority(), true, "", details, "");
    }
  }

  /** As it is now. */
  public static Environment now() {
    long memory =
        ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean os
            ? os.getTotalMemorySize()
            : 0;
    return new Environment(
        Instant.now().truncatedTo(ChronoUnit.SECONDS),
        version(),
        System.getProperty("grok.commit", UNKNOWN),
        property("java.version") + " (" + property("java.vendor") + ")",
        property("java.vm.name") + " " + property("java.vm.version"),
        Environment.class.getModule().isNamed() ? "module path" : "class path",
        ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent(),
        String.join(" ", property("os.name"), property("os.version"), property("os.arch")),
        cpuModel(),
        Runtime.getRuntime().availableProcessors(),
        memory,
        Runtime.getRuntime().maxMemory(),
        Backends.report().stream().map(BackendCandidate::of).toList());
  }

  /**
   * The lines of a page's last box, in their order.
   *
   * @param command as typed
   * @param backend that was chosen, and why
   */
  public Map<String, String> reproduction(String command, String backend) {
    Map<String, String> lines = new LinkedHashMap<>();
    lines.put("Command", command);
    lines.put("Backend", backend);
    lines.put("grok", "%s, commit %s".formatted(grok, commit));
    lines.put("Java", java);
    lines.put("Machine", "%s, %d cores, %s".formatted(cpu, cores, os));
    return lines;
  }

  /**
   * grok's version, from a file that the build writes: on the class path no module can be asked.
   */
  public static String version() {
    try (InputStream in = Environment.class.getResourceAsStream("/dev/grok/lab/version.txt")) {
      return in == null ? UNKNOWN : new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      return UNKNOWN;
    }
  }

  private static String property(String name) {
    return System.getProperty(name, UNKNOWN);
  }

  private static String cpuModel() {
    if (!Files.isReadable(CPU_INFO)) {
      return property("os.arch");
    }
    try (Stream<String> lines = Files.lines(CPU_INFO)) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse(property("os.arch"));
    } catch (IOException e) {
      return property("os.arch");
    }
  }
}
