package dev.grok.bench.gpu;

import dev.grok.api.backend.Backend;
import dev.grok.api.backend.Backends;
import java.io.IOException;

/**
 * What every part of a session is given.
 *
 * @param backend the backend under test
 * @param matmul who multiplies matrices: auto, cublas or exact, as in {@code grok.cuda.matmul}
 * @param size how much is done
 * @param results where the results go
 */
record SessionContext(String backend, String matmul, SessionSize size, ResultLines results) {
  private static final int ROUNDS = 5;

  /** Opens the backend under test. */
  Backend open() {
    return Backends.open(backend);
  }

  /** Whether the backend chooses for each product who multiplies. */
  boolean choosesByItself() {
    return matmul.equals("auto");
  }

  /** Times the steps of a round, the fastest of five, as in peers.py. */
  void time(Backend opened, String work, int replicas, int steps, Runnable round)
      throws IOException {
    opened.synchronize();
    double fastest = Double.POSITIVE_INFINITY;
    for (int i = 0; i < ROUNDS; i++) {
      long start = System.nanoTime();
      round.run();
      opened.synchronize();
      fastest = Math.min(fastest, (System.nanoTime() - start) * 1e-9);
    }
    String peer = "grok " + backend + (choosesByItself() ? "" : ", " + matmul);
    results.timing(peer, work, replicas, fastest / steps);
  }
}
