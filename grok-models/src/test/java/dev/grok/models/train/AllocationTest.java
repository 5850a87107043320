package dev.grok.models.train;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.grok.api.BackendOptions;
import dev.grok.api.backend.Backend;
import dev.grok.api.backend.Backends;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Training allocates nothing per step, whatever the model. */
class AllocationTest {
  private static final int STEPS = 300;

  /** What the measurement and a call of run() take themselves; an object takes 16 bytes a step. */
  private static final int CALL = 4 * STEPS;

  private static List<Experiment> experiments() {
    return Examples.all();
  }

  private static long allocated() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    return threads.getThreadAllocatedBytes(Thread.currentThread().getId());
  }

  @ParameterizedTest
  @MethodSource("experiments")
  void stepsAllocateNothing(Experiment experiment) {
    try (Backend backend = Backends.open("cpu", BackendOptions.DEFAULT.withThreads(1));
        Ensemble ensemble = Ensemble.create(backend, List.of(experiment))) {
      // Vectors live on the heap until their code is compiled; that takes some thousand steps.
      long least = Long.MAX_VALUE;
      for (int round = 0; round < 60 && least > CALL; round++) {
        long before = allocated();
        ensemble.run(STEPS);
        least = Math.min(least, allocated() - before);
      }
      assertThat(least).isLessThanOrEqualTo(CALL);
    }
  }
}
