package dev.grok.backend.cpu.internal;

import dev.grok.api.GrokException;
import dev.grok.backend.cpu.internal.loop.Loops;
import dev.grok.backend.cpu.internal.simd.SimdLoops;
import java.util.ArrayList;
import java.util.List;

/**
 * SIMD or scalar code, and why.
 *
 * @param reason why not SIMD; empty if it is
 * @param deliberate whether the user asked for it
 */
public record Variant(Loops loops, String reason, boolean deliberate) {
  /** The system property by which a user decides: {@code on}, {@code off} or {@code auto}. */
  public static final String SIMD_PROPERTY = "grok.cpu.simd";

  private static final String MODULE = "jdk.incubator.vector";

  /**
   * What the machine can do and the user asked for.
   *
   * @throws GrokException if the property makes no sense or asks for what is unavailable
   */
  public static Variant choose() {
    String wanted = System.getProperty(SIMD_PROPERTY, "auto");
    if (!List.of("on", "off", "auto").contains(wanted)) {
      throw new GrokException("-D%s is on, off or auto, not '%s'".formatted(SIMD_PROPERTY, wanted));
    }
    if (wanted.equals("off")) {
      String reason = "switched off by -D%s=off".formatted(SIMD_PROPERTY);
      return new Variant(Loops.scalar(), reason, true);
    }
    String obstacle = obstacle();
    if (obstacle.isEmpty()) {
      return new Variant(Loader.simd(), "", wanted.equals("on"));
    }
    if (wanted.equals("on")) {
      throw new GrokException(
          "-D%s=on, but SIMD is unavailable: %s".formatted(SIMD_PROPERTY, obstacle));
    }
    return new Variant(Loops.scalar(), obstacle, false);
  }

  /** One phrase for people. */
  public String description() {
    String code = reason.isEmpty() ? loops.description() : "scalar: " + reason;
    return FusedMultiplyAdd.IN_HARDWARE
        ? code
        : code + ", no FMA instructions (a hundred times slower)";
  }

  /** What makes the backend slower than it could be, unless the user wants it so; a line each. */
  public List<String> remarks() {
    List<String> remarks = new ArrayList<>();
    if (!reason.isEmpty() && !deliberate) {
      remarks.add("backend cpu computes by scalar code: " + reason);
    }
    if (!FusedMultiplyAdd.IN_HARDWARE) {
      remarks.add(
          "backend cpu is about a hundred times slower than elsewhere: "
              + "Java computes Math.fma without FMA instructions"
              + " (the processor has none, or -XX:-UseFMA is set)");
    }
    return remarks;
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
