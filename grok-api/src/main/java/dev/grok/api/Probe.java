package dev.grok.api;

/** Whether a provider can be opened here. */
public sealed interface Probe {
  /**
   * It can.
   *
   * @param details one line: device, vector width, driver
   */
  record Available(String details) implements Probe {}

  /**
   * It cannot.
   *
   * @param code for programs, in capitals: NO_DRIVER, NO_DEVICE, PROVIDER_BROKEN
   * @param reason what is wrong, in words
   * @param remedy what the user can do about it
   */
  record Unavailable(String code, String reason, String remedy) implements Probe {}

  static Probe available(String details) {
    return new Available(details);
  }

  static Probe unavailable(String code, String reason, String remedy) {
    return new Unavailable(code, reason, remedy);
  }
}
