package dev.grok.backend.cuda.internal.op;

import dev.grok.api.Tensor;
import dev.grok.api.kernel.CounterKernels;
import dev.grok.backend.cuda.internal.device.KernelStep;

/** {@code counter.cu}. */
interface CounterLaunches extends CounterKernels, StepSink {
  @Override
  default void increment(Tensor counter, int by) {
    accept(
        new KernelStep("counter", "increment")
            .out(counter)
            .args(by)
            .threadPerReplica(counter.replicas()));
  }

  @Override
  default void firstCrossing(Tensor first, Tensor metric, double threshold, Tensor steps) {
    accept(
        new KernelStep("counter", "firstCrossing")
            .out(first)
            .in(metric)
            .arg((float) threshold)
            .in(steps)
            .threadPerReplica(first.replicas()));
  }

  @Override
  default void firstNonFinite(Tensor first, Tensor metric, Tensor steps) {
    accept(
        new KernelStep("counter", "firstNonFinite")
            .out(first)
            .in(metric, steps)
            .threadPerReplica(first.replicas()));
  }
}
