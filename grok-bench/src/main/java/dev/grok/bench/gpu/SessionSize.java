package dev.grok.bench.gpu;

/** How much a session does in each part. */
enum SessionSize {
  FULL,
  /** Takes some minutes. */
  QUICK,
  /** Only shows that everything works, also on the simulated device. */
  TINY;

  /** The choice for this size. */
  <T> T of(T full, T quick, T tiny) {
    return switch (this) {
      case FULL -> full;
      case QUICK -> quick;
      case TINY -> tiny;
    };
  }
}
