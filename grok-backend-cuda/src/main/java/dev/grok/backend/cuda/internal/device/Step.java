package dev.grok.backend.cuda.internal.device;

/** A prepared call: enqueued at once, or captured into a graph. */
public interface Step {
  /** Loads what it needs. */
  void prepare(WorkQueue queue);

  /** Device memory that it needs while it runs; steps that follow may use the same. */
  default long scratchBytes() {
    return 0;
  }

  /** Puts its work on the queue. */
  void enqueue(WorkQueue queue, long scratchAddress);
}
