package dev.grok.backend.cpu.internal.op;

import dev.grok.api.Tensor;
import dev.grok.api.kernel.CounterKernels;
import dev.grok.backend.cpu.internal.memory.Floats;
import dev.grok.backend.cpu.internal.memory.Ints;
import dev.grok.backend.cpu.internal.run.Op;

/** Counters, one per replica. */
interface CounterOps extends KernelFamily, CounterKernels {
  /** A condition of a metric. */
  @FunctionalInterface
  interface Condition {
    boolean met(float value);
  }

  @Override
  default void increment(Tensor counterTensor, int by) {
    Op call = call("increment", counterTensor);
    Ints counter = call.ints(counterTensor); // [R]
    call.cost(1);
    call.submit((replica, from, to, scratch) -> counter.data[counter.at(replica)] += by);
  }

  @Override
  default void firstCrossing(Tensor first, Tensor metric, double threshold, Tensor steps) {
    float least = (float) threshold;
    first("firstCrossing", first, metric, steps, value -> value >= least);
  }

  @Override
  default void firstNonFinite(Tensor first, Tensor metric, Tensor steps) {
    first("firstNonFinite", first, metric, steps, value -> !Float.isFinite(value));
  }

  /** Keeps the step at which a metric first met a condition. */
  private void first(
      String kernel, Tensor firstTensor, Tensor metricTensor, Tensor stepsTensor, Condition is) {
    Op call = call(kernel, firstTensor);
    Ints first = call.ints(firstTensor); // [R]
    Floats metric = call.floats(metricTensor); // [R?]
    Ints steps = call.ints(stepsTensor); // [R?]
    call.cost(1);
    call.submit(
        (replica, from, to, scratch) -> {
          int at = first.at(replica);
          if (first.data[at] == 0 && is.met(metric.data[metric.at(replica)])) {
            first.data[at] = steps.data[steps.at(replica)];
          }
        });
  }
}
