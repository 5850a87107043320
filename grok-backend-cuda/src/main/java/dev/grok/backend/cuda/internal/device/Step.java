package dev.grok.backend.cuda.internal.device;

/** A kernel call, ready to be enqueued or captured into a graph. */
public interface Step {
  /** Whether there is nothing to do. */
  default boolean isEmpty() {
    return false;
  }

  /** Loads the code that it needs. */
  void prepare(WorkQueue queue);

  /** Device memory that it needs while it runs; other steps may use the same before and after. */
  default long scratchBytes() {
    return 0;
  }

  /** Puts its work on the queue. */
  void enqueue(WorkQueue queue, long scratchAddress);
}
