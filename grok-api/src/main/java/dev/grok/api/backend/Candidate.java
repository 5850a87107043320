package dev.grok.api.backend;

import dev.grok.api.Probe;

/**
 * One provider that was found, and what its probe said.
 *
 * @param name the name by which it is chosen
 * @param priority the higher wins in an automatic choice; negative: never chosen automatically
 * @param probe available with details, or unavailable with code, reason and remedy
 */
public record Candidate(String name, int priority, Probe probe) {
  /** One line for people. */
  public String line() {
    if (probe instanceof Probe.Unavailable no) {
      return "%s: unavailable (%s): %s; %s".formatted(name, no.code(), no.reason(), no.remedy());
    }
    return "%s: available: %s".formatted(name, ((Probe.Available) probe).details());
  }
}
