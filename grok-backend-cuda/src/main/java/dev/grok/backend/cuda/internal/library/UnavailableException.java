package dev.grok.backend.cuda.internal.library;

import dev.grok.api.Probe;
import org.jspecify.annotations.Nullable;

/** Why there is no device, for the probe. */
public final class UnavailableException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String code;
  private final String reason;
  private final String remedy;

  UnavailableException(String code, String reason, String remedy) {
    this(code, reason, remedy, null);
  }

  UnavailableException(String code, String reason, String remedy, @Nullable Throwable cause) {
    super(reason, cause);
    this.code = code;
    this.reason = reason;
    this.remedy = remedy;
  }

  /** For a failure that nobody foresaw: its innermost cause says most. */
  public static UnavailableException unforeseen(Throwable failure) {
    return new UnavailableException(
        "LOADING_FAILED",
        innermost(failure),
        "report it with the output of 'grok doctor'; the CPU backend works without CUDA",
        failure);
  }

  /** Class and message of the innermost cause; the exceptions around it say less. */
  static String innermost(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null && root.getCause() != root) {
      root = root.getCause();
    }
    return root.getClass().getSimpleName() + ": " + root.getMessage();
  }

  public Probe probe() {
    return Probe.unavailable(code, reason, remedy);
  }

  /** Reason and remedy. */
  public String sentence() {
    return reason + "; " + remedy;
  }
}
