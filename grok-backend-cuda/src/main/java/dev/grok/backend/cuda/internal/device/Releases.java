package dev.grok.backend.cuda.internal.device;

import dev.grok.api.GrokException;
import dev.grok.backend.cuda.internal.library.Status;
import org.jspecify.annotations.Nullable;

/** Goes on releasing when something fails, and reports the first failure at the end. */
final class Releases {
  private @Nullable GrokException first;

  void runtime(int status, String call) {
    attempt(() -> Status.runtime(status, call));
  }

  void driver(int status, String call) {
    attempt(() -> Status.driver(status, call));
  }

  void attempt(Runnable release) {
    try {
      release.run();
    } catch (GrokException failed) {
      if (first == null) {
        first = failed;
      }
    }
  }

  void report() {
    if (first != null) {
      throw first;
    }
  }
}
