package dev.grok.api.backend;

import dev.grok.api.GrokException;
import java.util.List;

/** No backend, or not the one asked for, could be opened; lists every candidate and its reason. */
public final class BackendUnavailableException extends GrokException {
  private static final long serialVersionUID = 1L;
  private final transient List<Candidate> candidates;

  BackendUnavailableException(String message, List<Candidate> candidates) {
    super(message);
    this.candidates = List.copyOf(candidates);
  }

  /** Every provider that was found, the unavailable ones with code, reason and remedy. */
  public List<Candidate> candidates() {
    return candidates;
  }
}
