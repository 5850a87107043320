package dev.grok.backend.cuda.internal.device;

import dev.grok.api.spi.DeviceProgram;
import java.util.Set;

/** Recorded steps, with scratch memory of their own. */
final class RecordedSteps implements DeviceProgram {
  private final DeviceStream stream;
  private final DeviceMemory memory;
  private final MemoryBlock scratch;
  private final Replay replay;
  private final Set<RecordedSteps> allOpen;
  private boolean open = true;

  /**
   * @param allOpen the open recordings of the backend, which this one joins until it is closed
   */
  RecordedSteps(
      DeviceStream stream,
      DeviceMemory memory,
      MemoryBlock scratch,
      Replay replay,
      Set<RecordedSteps> allOpen) {
    this.stream = stream;
    this.memory = memory;
    this.scratch = scratch;
    this.replay = replay;
    this.allOpen = allOpen;
    allOpen.add(this);
  }

  @Override
  public void run(long times) {
    stream.use();
    if (!open) {
      throw new IllegalStateException("a closed recording cannot be run");
    }
    for (long i = 0; i < times; i++) {
      replay.runOnce();
    }
  }

  @Override
  public void close() {
    if (!open || !stream.isOpen()) {
      return;
    }
    open = false;
    allOpen.remove(this);
    try {
      stream.use();
      stream.synchronize();
    } finally {
      try {
        replay.release();
      } finally {
        memory.free(scratch);
      }
    }
  }
}
