package dev.grok.backend.cuda.internal.op;

import dev.grok.backend.cuda.internal.device.KernelStep;
import dev.grok.backend.cuda.internal.device.Step;
import dev.grok.backend.cuda.internal.device.WorkQueue;

/** A step with one launch that remembers its operands, so that it can be merged. */
interface SingleLaunch extends Step {
  KernelStep launch();

  @Override
  default boolean isEmpty() {
    return launch().isEmpty();
  }

  @Override
  default void prepare(WorkQueue queue) {
    launch().prepare(queue);
  }

  @Override
  default void enqueue(WorkQueue queue, long scratchAddress) {
    launch().enqueue(queue, scratchAddress);
  }
}
