package dev.grok.api;

import dev.grok.api.spi.DeviceProgram;
import java.util.Set;

/**
 * Kernel calls recorded once, to be replayed without allocation, graph walking or host round-trip.
 * What changes from step to step lives in tensors that the kernels themselves advance.
 */
public final class Recording implements AutoCloseable {
  private final Backend backend;
  private final DeviceProgram program;
  private final MemoryScope[] scopes;
  private final int replicas;

  Recording(Backend backend, DeviceProgram program, Set<MemoryScope> scopes, int replicas) {
    this.backend = backend;
    this.program = program;
    this.scopes = scopes.toArray(new MemoryScope[0]);
    this.replicas = replicas;
  }

  /** Number of replicas that a replay advances. */
  public int replicas() {
    return replicas;
  }

  /**
   * Replays the calls, in order, the given number of times.
   *
   * @throws GrokException if the memory of one of its tensors has been freed
   */
  public void run(long times) {
    if (times < 0) {
      throw new IllegalArgumentException("a recording cannot be run " + times + " times");
    }
    backend.requireNotRecording("running a recording");
    for (MemoryScope scope : scopes) {
      if (!scope.isOpen()) {
        throw new GrokException(
            "a recording was run after its memory scope '%s' was closed".formatted(scope.name()));
      }
    }
    program.run(times);
  }

  /** Frees what the backend holds for it. */
  @Override
  public void close() {
    program.close();
  }
}
