package dev.grok.api;

import org.jspecify.annotations.Nullable;

/** An error whose message is one sentence that a user can act on. */
public class GrokException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public GrokException(String message) {
    super(message);
  }

  public GrokException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
