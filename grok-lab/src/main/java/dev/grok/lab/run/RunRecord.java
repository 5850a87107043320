package dev.grok.lab.run;

import dev.grok.api.backend.Backend;
import dev.grok.api.backend.Backends;
import java.util.Map;

/**
 * How something was run, as environment.json holds it.
 *
 * @param command as typed
 * @param seconds that training took
 * @param backend what it ran on
 * @param environment the machine
 */
public record RunRecord(
    String command, double seconds, ChosenBackend backend, Environment environment) {
  /**
   * The backend.
   *
   * @param description device, vector width, threads
   * @param reason why it was chosen
   */
  public record ChosenBackend(String name, String description, String reason) {}

  /** The record of a run that has just ended. */
  public static RunRecord of(
      String command, Backend backend, Backends.Choice choice, double seconds) {
    return new RunRecord(
        command,
        seconds,
        new ChosenBackend(backend.name(), backend.description(), choice.reason()),
        Environment.now());
  }

  /** The lines of a page's last box. */
  public Map<String, String> reproduction() {
    Map<String, String> lines =
        environment.reproduction(
            command,
            "%s: %s (%s)".formatted(backend.name(), backend.description(), backend.reason()));
    lines.put("Time", "%s, %.1f s".formatted(environment.time(), seconds));
    return lines;
  }
}
