package dev.grok.backend.cpu.internal;

/**
 * Whether {@code Math.fma} is an instruction here. Where the processor has none, or {@code
 * -XX:-UseFMA} forbids it, Java computes it with {@code BigDecimal}, which takes a hundred times as
 * long. It is measured, since asking the Java machine for the flag would load its management.
 */
final class FusedMultiplyAdd {
  private static final int ROUNDS = 4;
  private static final int CALLS = 16;

  /** An instruction takes about as long as another call; software takes over 100 times as long. */
  private static final int TOO_SLOW = 30;

  /** Keeps the results, so that the compiler cannot leave out their loops. */
  @SuppressWarnings("UnusedVariable")
  private static volatile float result;

  static final boolean IN_HARDWARE = measure();

  private FusedMultiplyAdd() {}

  private static boolean measure() {
    long fused = Long.MAX_VALUE;
    long other = Long.MAX_VALUE;
    // The shortest time counts: a round may be interrupted.
    for (int round = 0; round < ROUNDS; round++) {
      fused = Math.min(fused, timeOfFused());
      other = Math.min(other, timeOfOther());
    }
    // A coarse clock may see no time pass; a call takes a nanosecond or so.
    return fused < TOO_SLOW * Math.max(other, CALLS);
  }

  private static long timeOfFused() {
    long start = System.nanoTime();
    float x = 1.5f;
    for (int i = 0; i < CALLS; i++) {
      x = Math.fma(x, 0.75f, 0.3f);
    }
    result = x;
    return System.nanoTime() - start;
  }

  private static long timeOfOther() {
    long start = System.nanoTime();
    float x = 1.5f;
    for (int i = 0; i < CALLS; i++) {
      x = Math.max(x * 0.75f, 0.3f);
    }
    result = x;
    return System.nanoTime() - start;
  }
}
