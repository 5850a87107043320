import dev.grok.api.backend.Backend;

/** How long something takes. */
final class Rounds {
  private static final int REPEATS = 5;

  private Rounds() {}

  /** Seconds of a round: the best of several, as peers.py has it. */
  static double best(Backend backend, Runnable round) {
    backend.synchronize();
    double best = Double.POSITIVE_INFINITY;
    for (int i = 0; i < REPEATS; i++) {
      long start = System.nanoTime();
      round.run();
      backend.synchronize();
      best = Math.min(best, (System.nanoTime() - start) * 1e-9);
    }
    return best;
  }
}
