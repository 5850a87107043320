package dev.grok.backend.cuda.internal.op;

import dev.grok.backend.cuda.internal.device.KernelStep;
import dev.grok.backend.cuda.internal.device.Step;
import dev.grok.backend.cuda.internal.device.WorkQueue;

/** A step of which more is known than its one launch. */
interface SingleLaunch extends Step {
  KernelStep launch();

  @Override
  default void prepare(WorkQueue queue) {
    launch().prepare(queue);
  }

  @Override
  default void enqueue(WorkQueue queue, long scratchAddress) {
    launch().enqueue(queue, scratchAddress);
  }
}
