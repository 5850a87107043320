package dev.grok.testkit;

import dev.grok.api.Tensor;
import dev.grok.api.backend.Backend;
import dev.grok.api.backend.MemoryScope;
import dev.grok.api.kernel.CounterKernels;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** {@link dev.grok.api.kernel.CounterKernels} against the reference and over several steps. */
public interface CounterContract extends BackendContract {
  @Test
  default void countersAgree() {
    TestedBackend.agreesOnEverySize(open(), CounterKernels.class);
  }

  /** 0.9 in the device's precision reaches a threshold of 0.9, whatever that precision is. */
  @Test
  default void firstCrossingRoundsItsThreshold() {
    try (Backend backend = open();
        MemoryScope scope = backend.scope("counters")) {
      Tensor first = scope.ints("first", 4);
      Tensor metric = scope.floats("metric", 4);
      Tensor steps = scope.ints("steps", 1);
      steps.write(7);
      metric.write(0.9, 0.8999, Double.NaN, Double.POSITIVE_INFINITY);
      backend.kernels().firstCrossing(first, metric, 0.9, steps);
      require("first", first, 7, 0, 0, 7);
    }
  }

  @Test
  default void firstCrossingRemembersTheFirst() {
    try (Backend backend = open();
        MemoryScope scope = backend.scope("counters")) {
      Tensor first = scope.ints("first", 2);
      Tensor metric = scope.floats("metric", 2);
      Tensor steps = scope.ints("steps", 2);
      double[][] history = {{1, 0}, {0, 0}, {1, 0}, {0, 1}, {1, 1}};
      for (double[] now : history) {
        metric.write(now);
        backend.kernels().firstCrossing(first, metric, 0.5, steps);
        backend.kernels().increment(steps, 1);
      }
      require("steps", steps, 5, 5);
      // Replica 0 was above it before any update, which is never counted.
      require("first", first, 2, 3);
    }
  }

  private static void require(String name, Tensor tensor, int... expected) {
    if (!Arrays.equals(tensor.ints(), expected)) {
      throw new AssertionError(
          "%s is %s, not %s"
              .formatted(name, Arrays.toString(tensor.ints()), Arrays.toString(expected)));
    }
  }
}
