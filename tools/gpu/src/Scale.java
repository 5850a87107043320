/** How much is done of every part. */
enum Scale {
  FULL,
  /** Minutes. */
  QUICK,
  /** Whether it works at all, also on the simulated device. */
  TINY;

  int of(int full, int quick, int tiny) {
    return switch (this) {
      case FULL -> full;
      case QUICK -> quick;
      case TINY -> tiny;
    };
  }

  int[] of(int[] full, int[] quick, int[] tiny) {
    return switch (this) {
      case FULL -> full;
      case QUICK -> quick;
      case TINY -> tiny;
    };
  }
}
