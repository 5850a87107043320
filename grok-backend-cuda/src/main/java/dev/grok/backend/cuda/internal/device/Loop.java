package dev.grok.backend.cuda.internal.device;

import java.util.List;

/** Recorded steps without a graph: each is enqueued, and so checked, by itself. */
final class Loop extends Program {
  private final List<Step> steps;

  Loop(Session session, long scratch, long scratchBytes, List<Step> steps) {
    super(session, scratch, scratchBytes);
    this.steps = List.copyOf(steps);
  }

  @Override
  void runOnce() {
    steps.forEach(step -> step.enqueue(session(), scratch()));
  }

  @Override
  void release() {}
}
