package dev.grok.backend.cpu.internal;

import dev.grok.api.GrokException;
import dev.grok.backend.cpu.CpuBackendProvider;
import dev.grok.backend.cpu.internal.loop.Loops;
import dev.grok.backend.cpu.internal.simd.SimdLoops;

/**
 * SIMD or scalar code, and why.
 *
 * @param reason why not SIMD; empty if it is
 * @param deliberate whether the user asked for it
 */
public record Variant(Loops loops, String reason, boolean deliberate) {
  private static final String MODULE = "jdk.incubator.vector";

  /**
   * What the machine can do and the user asked for.
   *
   * @throws GrokException if the property makes no sense or asks for what is unavailable
   */
  public static Variant choose() {
    String setting = System.getProperty(CpuBackendProvider.SIMD_PROPERTY, "auto");
    if (setting.equals("off")) {
      String reason = "switched off by -D%s=off".formatted(CpuBackendProvider.SIMD_PROPERTY);
      return new Variant(Loops.scalar(), reason, true);
    }
    if (!setting.equals("on") && !setting.equals("auto")) {
      throw new GrokException(
          "-D%s is on, off or auto, not '%s'".formatted(CpuBackendProvider.SIMD_PROPERTY, setting));
    }
    String obstacle = obstacle();
    if (obstacle.isEmpty()) {
      return new Variant(Loader.simd(), "", setting.equals("on"));
    }
    if (setting.equals("on")) {
      throw new GrokException(
          "-D%s=on, but SIMD is unavailable: %s"
              .formatted(CpuBackendProvider.SIMD_PROPERTY, obstacle));
    }
    return new Variant(Loops.scalar(), obstacle, false);
  }

  /** One phrase for people. */
  public String description() {
    return reason.isEmpty() ? loops.description() : "scalar: " + reason;
  }

  /** Why SIMD code cannot be fast here, with the remedy if there is one; empty if it can. */
  private static String obstacle() {
    if (ModuleLayer.boot().findModule(MODULE).isEmpty()) {
      return "start Java with --add-modules %s for SIMD".formatted(MODULE);
    }
    String machine = System.getProperty("java.vm.name", "");
    String mode = System.getProperty("java.vm.info", "");
    // Without the optimizing compiler every vector is an object: slower than scalar code.
    if (!machine.contains("HotSpot") && !machine.contains("OpenJDK")) {
      return "the Java machine '%s' does not compile the Vector API; HotSpot does"
          .formatted(machine);
    }
    if (mode.contains("interpreted") || mode.contains("emulated-client")) {
      return "the optimizing compiler is off (%s)".formatted(mode);
    }
    int lanes = Loader.lanes();
    return lanes >= 4 ? "" : "vectors have only %d float lanes".formatted(lanes);
  }

  /** Keeps classes that need the incubating module from being loaded without it. */
  private static final class Loader {
    static Loops simd() {
      return SimdLoops.all();
    }

    static int lanes() {
      return SimdLoops.machineLanes();
    }
  }
}
