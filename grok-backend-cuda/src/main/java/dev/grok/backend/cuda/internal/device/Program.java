package dev.grok.backend.cuda.internal.device;

import dev.grok.api.spi.DeviceProgram;

/** Recorded steps, with scratch memory of their own. */
abstract class Program implements DeviceProgram {
  private final Session session;
  private final long scratch;
  private final long scratchBytes;
  private boolean open = true;

  Program(Session session, long scratch, long scratchBytes) {
    this.session = session;
    this.scratch = scratch;
    this.scratchBytes = scratchBytes;
  }

  final Session session() {
    return session;
  }

  final long scratch() {
    return scratch;
  }

  @Override
  public final void run(long times) {
    session.use();
    if (!open) {
      throw new IllegalStateException("a closed recording cannot be run");
    }
    for (long i = 0; i < times; i++) {
      runOnce();
    }
  }

  /** Enqueues all steps. */
  abstract void runOnce();

  @Override
  public final void close() {
    if (!open || !session.isOpen()) {
      return;
    }
    session.forget(this);
    try {
      session.synchronize();
    } finally {
      destroy();
    }
  }

  /** Gives everything back; no work of it may be left. */
  final void destroy() {
    open = false;
    try {
      release();
    } finally {
      session.memory().free(scratch, scratchBytes);
    }
  }

  /** Gives back what it has beside its scratch memory. */
  abstract void release();
}
