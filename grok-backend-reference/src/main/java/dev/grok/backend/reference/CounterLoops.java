package dev.grok.backend.reference;

import dev.grok.api.Tensor;
import dev.grok.api.kernel.CounterKernels;
import java.util.function.DoublePredicate;

/** Counters by their definition. */
interface CounterLoops extends CounterKernels {
  @Override
  default void increment(Tensor counter, int by) {
    Ints counters = Ints.of(counter); // [R]
    for (int r = 0; r < counter.replicas(); r++) {
      counters.set(r, 0, counters.get(r, 0) + by);
    }
  }

  @Override
  default void firstCrossing(Tensor first, Tensor metric, double threshold, Tensor steps) {
    remember(first, metric, steps, value -> value >= threshold);
  }

  @Override
  default void firstNonFinite(Tensor first, Tensor metric, Tensor steps) {
    remember(first, metric, steps, value -> !Double.isFinite(value));
  }

  private static void remember(Tensor first, Tensor metric, Tensor steps, DoublePredicate event) {
    Ints firsts = Ints.of(first); // [R]
    Floats metrics = Floats.of(metric); // [R?]
    Ints made = Ints.of(steps); // [R?]
    for (int r = 0; r < first.replicas(); r++) {
      if (firsts.get(r, 0) == 0 && event.test(metrics.get(r, 0))) {
        firsts.set(r, 0, made.get(r, 0));
      }
    }
  }
}
