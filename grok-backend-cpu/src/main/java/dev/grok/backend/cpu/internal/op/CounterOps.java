package dev.grok.backend.cpu.internal.op;

import dev.grok.api.Tensor;
import dev.grok.backend.cpu.internal.memory.Floats;
import dev.grok.backend.cpu.internal.memory.Ints;
import dev.grok.backend.cpu.internal.run.Op;
import dev.grok.backend.cpu.internal.run.Scratch;

/** Counters, one per replica. */
final class CounterOps {
  private CounterOps() {}

  /** {@code counter += by}. */
  static final class Increment extends Op {
    private final Ints counter; // [R]
    private final int by;

    Increment(Tensor counter, int by) {
      super("increment", counter);
      this.counter = ints(counter);
      this.by = by;
    }

    @Override
    public long cost() {
      return 1;
    }

    @Override
    public void run(int replica, int from, int to, Scratch scratch) {
      counter.data[counter.at(replica)] += by;
    }
  }

  /** Keeps the step at which a metric first met a condition. */
  abstract static class First extends Op {
    private final Ints first; // [R]
    private final Floats metric; // [R?]
    private final Ints steps; // [R?]

    First(String kernel, Tensor first, Tensor metric, Tensor steps) {
      super(kernel, first);
      this.first = ints(first);
      this.metric = floats(metric);
      this.steps = ints(steps);
    }

    abstract boolean met(float value);

    @Override
    public final long cost() {
      return 1;
    }

    @Override
    public final void run(int replica, int from, int to, Scratch scratch) {
      int at = first.at(replica);
      if (first.data[at] == 0 && met(metric.data[metric.at(replica)])) {
        first.data[at] = steps.data[steps.at(replica)];
      }
    }
  }

  /** {@code metric >= threshold}. */
  static final class FirstCrossing extends First {
    private final float threshold;

    FirstCrossing(Tensor first, Tensor metric, double threshold, Tensor steps) {
      super("firstCrossing", first, metric, steps);
      this.threshold = (float) threshold;
    }

    @Override
    boolean met(float value) {
      return value >= threshold;
    }
  }

  /** The metric is NaN or infinite. */
  static final class FirstNonFinite extends First {
    FirstNonFinite(Tensor first, Tensor metric, Tensor steps) {
      super("firstNonFinite", first, metric, steps);
    }

    @Override
    boolean met(float value) {
      return !Float.isFinite(value);
    }
  }
}
