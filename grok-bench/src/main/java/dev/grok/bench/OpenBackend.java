package dev.grok.bench;

import dev.grok.api.BackendOptions;
import dev.grok.api.Probe;
import dev.grok.api.backend.Backend;
import dev.grok.api.backend.Backends;
import dev.grok.api.backend.Candidate;
import java.util.List;
import java.util.function.Consumer;

/** Backends by the names that benchmarks give them: a provider's, or {@code cpu+scalar}. */
final class OpenBackend {
  private static final String CUDA = "cuda";
  private static final String SCALAR = "+scalar";
  private static final String SIMD_PROPERTY = "grok.cpu.simd";

  private OpenBackend() {}

  /** Opens it. */
  static Backend named(String name, int threads) {
    BackendOptions options = BackendOptions.DEFAULT.withThreads(threads);
    if (!name.endsWith(SCALAR)) {
      return Backends.open(name, options);
    }
    System.setProperty(SIMD_PROPERTY, "off");
    try {
      return Backends.open(name.substring(0, name.length() - SCALAR.length()), options);
    } finally {
      System.clearProperty(SIMD_PROPERTY);
    }
  }

  /**
   * Every available backend that is chosen without being named; the reference is not.
   *
   * @param leftOut hears of each that is not available, and why
   */
  static List<String> found(Consumer<String> leftOut) {
    List<Candidate> chosen = Backends.report().stream().filter(c -> c.priority() >= 0).toList();
    chosen.stream().filter(c -> !isAvailable(c)).map(Candidate::line).forEach(leftOut);
    return chosen.stream().filter(OpenBackend::isAvailable).map(Candidate::name).toList();
  }

  private static boolean isAvailable(Candidate candidate) {
    return candidate.probe() instanceof Probe.Available;
  }

  /** Whether it computes on the cores whose limits are measured; all others are devices. */
  static boolean isOnCores(String name) {
    return !name.startsWith(CUDA);
  }
}
