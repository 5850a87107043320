package dev.grok.bench.gpu;

import dev.grok.api.backend.Backend;
import dev.grok.api.backend.Backends;

/**
 * What every part of a session is given.
 *
 * @param backend the backend under test
 * @param matmul who multiplies matrices: auto, cublas or exact, as in {@code grok.cuda.matmul}
 * @param size how much is done
 * @param results where the results go
 */
record SessionContext(String backend, String matmul, SessionSize size, ResultLines results) {
  /** Opens the backend under test. */
  Backend open() {
    return Backends.open(backend);
  }

  /** Whether the backend chooses for each product who multiplies. */
  boolean choosesByItself() {
    return matmul.equals("auto");
  }

  /** The name of its timings. */
  String peer() {
    return "grok " + backend + (choosesByItself() ? "" : ", " + matmul);
  }
}
