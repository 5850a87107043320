package dev.grok.theory.internal;

import dev.grok.api.GrokException;
import java.util.Locale;

/** Refuses what would not fit before it is allocated. */
public final class MemoryEstimate {
  /** A fixed limit, so that what is refused does not depend on the machine. */
  public static final long LIMIT = 1L << 30;

  private MemoryEstimate() {}

  /** Throws if so many items of so many bytes exceed the limit, with the estimate. */
  public static void require(String what, long count, long bytesEach) {
    double bytes = (double) count * bytesEach;
    if (bytes > LIMIT) {
      throw new GrokException(
          String.format(
              Locale.ROOT,
              "%s would take %.1f GiB of memory, the limit is %d GiB: choose a smaller p or fewer"
                  + " samples",
              what,
              bytes / LIMIT,
              LIMIT >> 30));
    }
  }
}
