package dev.grok.lab.config;

import dev.grok.api.GrokException;
import org.jspecify.annotations.Nullable;

/** What was asked for is wrong, as opposed to something going wrong while it was done. */
public class UsageException extends GrokException {
  private static final long serialVersionUID = 1L;

  public UsageException(String message) {
    super(message);
  }

  public UsageException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
