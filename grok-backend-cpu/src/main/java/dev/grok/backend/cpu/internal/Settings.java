package dev.grok.backend.cpu.internal;

import dev.grok.api.GrokException;

/** The backend's system properties. */
public final class Settings {
  /** The name of the property that {@link #simd} reads. */
  public static final String SIMD_PROPERTY = "grok.cpu.simd";

  /** Whether to compute by SIMD code. */
  enum Simd {
    /** If it can be fast. */
    AUTO,
    /** In any case; where it cannot be fast, opening fails. */
    ON,
    /** In no case. */
    OFF
  }

  private Settings() {}

  /**
   * What the user asked for.
   *
   * @throws GrokException if the property has another value
   */
  static Simd simd() {
    String value = System.getProperty(SIMD_PROPERTY, "auto");
    return switch (value) {
      case "auto" -> Simd.AUTO;
      case "on" -> Simd.ON;
      case "off" -> Simd.OFF;
      default ->
          throw new GrokException(
              "-D%s is on, off or auto, not '%s'".formatted(SIMD_PROPERTY, value));
    };
  }
}
