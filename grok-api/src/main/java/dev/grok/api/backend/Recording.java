package dev.grok.api.backend;

import dev.grok.api.GrokException;
import dev.grok.api.internal.BackendState;
import dev.grok.api.spi.DeviceTensor;

/**
 * Kernel calls recorded once, to be replayed without allocation, graph walking or host round-trip.
 * What changes from step to step lives in tensors that the kernels themselves advance. One thread
 * at a time may use it.
 */
public final class Recording implements AutoCloseable {
  private final BackendState backend;
  private final BackendState.Sequence sequence;
  private final DeviceTensor.Owner[] owners;

  Recording(BackendState backend, BackendState.Sequence sequence) {
    this.backend = backend;
    this.sequence = sequence;
    this.owners = sequence.owners().toArray(new DeviceTensor.Owner[0]);
  }

  /** Number of replicas that a replay advances. */
  public int replicas() {
    return sequence.replicas();
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
    for (DeviceTensor.Owner owner : owners) {
      if (!owner.isOpen()) {
        throw new GrokException(
            "a recording was run after its memory scope '%s' was closed".formatted(owner.name()));
      }
    }
    sequence.program().run(times);
  }

  /** Frees what the backend holds for it. */
  @Override
  public void close() {
    sequence.program().close();
  }
}
