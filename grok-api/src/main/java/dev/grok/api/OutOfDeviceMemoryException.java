package dev.grok.api;

import org.jspecify.annotations.Nullable;

/**
 * A backend has not enough memory for what it was asked to hold: with fewer replicas it may do. The
 * message names the tensor, the bytes asked for, in use and free. The backend can be used
 * afterwards.
 */
public final class OutOfDeviceMemoryException extends GrokException {
  private static final long serialVersionUID = 1L;

  public OutOfDeviceMemoryException(String message) {
    super(message);
  }

  public OutOfDeviceMemoryException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
