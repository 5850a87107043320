package dev.grok.backend.cuda.internal.op;

import dev.grok.api.Tensor;
import dev.grok.api.kernel.CounterKernels;
import dev.grok.backend.cuda.internal.device.KernelStep;

/** {@code counter.cu}. */
interface CounterLaunches extends CounterKernels, Launches {
  @Override
  default void increment(Tensor counter, int by) {
    submit(new KernelStep("counter", "increment").out(counter).arg(by), counter);
  }

  @Override
  default void firstCrossing(Tensor first, Tensor metric, double threshold, Tensor steps) {
    submit(
        new KernelStep("counter", "firstCrossing")
            .out(first)
            .in(metric)
            .arg((float) threshold)
            .in(steps),
        first);
  }

  @Override
  default void firstNonFinite(Tensor first, Tensor metric, Tensor steps) {
    submit(new KernelStep("counter", "firstNonFinite").out(first).in(metric).in(steps), first);
  }

  private void submit(KernelStep step, Tensor out) {
    int replicas = out.replicas();
    if (replicas > 0) {
      accept(step.elements(replicas, 1).arg(replicas));
    }
  }
}
