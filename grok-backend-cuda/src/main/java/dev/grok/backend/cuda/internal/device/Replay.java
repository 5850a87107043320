package dev.grok.backend.cuda.internal.device;

/** What a recording does when it is run. */
interface Replay {
  /** Enqueues all steps. */
  void runOnce();

  /** Gives back what it holds. */
  default void release() {}
}
