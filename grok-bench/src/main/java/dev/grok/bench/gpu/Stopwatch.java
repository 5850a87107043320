package dev.grok.bench.gpu;

import dev.grok.api.backend.Backend;

/** How long something takes. */
final class Stopwatch {
  private static final int ROUNDS = 5;

  private Stopwatch() {}

  /** Seconds of the fastest of five rounds, as in peers.py. */
  static double fastest(Backend backend, Runnable round) {
    backend.synchronize();
    double fastest = Double.POSITIVE_INFINITY;
    for (int i = 0; i < ROUNDS; i++) {
      long start = System.nanoTime();
      round.run();
      backend.synchronize();
      fastest = Math.min(fastest, (System.nanoTime() - start) * 1e-9);
    }
    return fastest;
  }
}
