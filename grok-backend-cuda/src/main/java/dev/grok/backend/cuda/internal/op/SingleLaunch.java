package dev.grok.backend.cuda.internal.op;

import dev.grok.backend.cuda.internal.device.KernelStep;
import dev.grok.backend.cuda.internal.device.Session;
import dev.grok.backend.cuda.internal.device.Step;

/** A step of which more is known than its one launch. */
interface SingleLaunch extends Step {
  KernelStep launch();

  @Override
  default void prepare(Session session) {
    launch().prepare(session);
  }

  @Override
  default void enqueue(Session session, long scratchAddress) {
    launch().enqueue(session, scratchAddress);
  }
}
