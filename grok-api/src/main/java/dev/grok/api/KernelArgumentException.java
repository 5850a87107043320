package dev.grok.api;

/** A kernel was given operands that do not fit; the message names kernel, operands and shapes. */
public final class KernelArgumentException extends GrokException {
  private static final long serialVersionUID = 1L;

  public KernelArgumentException(String message) {
    super(message);
  }
}
