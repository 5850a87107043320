package dev.grok.bench;

import dev.grok.api.Backend;
import dev.grok.models.train.Ensemble;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Training steps of every replica of an ensemble, as many a call as a run makes between two looks
 * at it. A unit is a step of one replica.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class StepBenchmark {
  private static final int CHECKED_STEPS = 2;

  /**
   * The first steps of AdamW move every parameter by the learning rate in the direction of a sign,
   * which rounding decides for gradients that are next to nothing.
   */
  private static final double TOLERANCE = 1e-3;

  @Param("cpu")
  public String backend = "cpu";

  @Param("1")
  public int threads = 1;

  /** One of {@link Steps}, in lower case. */
  @Param("toy")
  public String model = "toy";

  @Param("1")
  public int replicas = 1;

  private Running running = new Running(Steps.TOY, OpenBackend.named("reference", 1), 1);

  /** An open backend and the ensemble on it. */
  private static final class Running {
    final Steps steps;
    final Backend backend;
    final int replicas;
    final WorkCount count;
    Ensemble ensemble;

    Running(Steps steps, Backend backend, int replicas) {
      this.steps = steps;
      this.backend = backend;
      this.replicas = replicas;
      count = count(steps, replicas);
      ensemble = steps.start(backend, 1);
    }

    private static WorkCount count(Steps steps, int replicas) {
      WorkCount first = WorkCount.of(counting -> run(counting, steps, replicas, 0));
      return WorkCount.of(counting -> run(counting, steps, replicas, steps.atOnce())).minus(first);
    }

    private static void run(Backend counting, Steps steps, int replicas, int number) {
      try (Ensemble same = steps.start(counting, replicas)) {
        same.run(number);
      }
    }

    double[] afterSomeSteps() {
      ensemble.run(CHECKED_STEPS);
      return ensemble.parameters(0).values().stream()
          .flatMapToDouble(tensor -> Arrays.stream(tensor.values()))
          .toArray();
    }

    void grow() {
      ensemble.close();
      ensemble = steps.start(backend, replicas);
    }

    void close() {
      ensemble.close();
      backend.close();
    }
  }

  /** Checks some steps of one replica against the reference. */
  @Setup
  public void open() {
    running.close();
    Steps steps = Steps.valueOf(model.toUpperCase(Locale.ROOT));
    Running reference = new Running(steps, OpenBackend.named("reference", 1), 1);
    double[] expected = reference.afterSomeSteps();
    reference.close();
    running = new Running(steps, OpenBackend.named(backend, threads), replicas);
    Check.requireClose(
        "%s step on %s".formatted(model, backend), running.afterSomeSteps(), expected, TOLERANCE);
    running.grow();
  }

  /** Some steps. */
  @Benchmark
  public void step(Work work) {
    int number = running.steps.atOnce();
    running.ensemble.run(number);
    running.backend.synchronize();
    work.add(running.count);
    work.units += (double) replicas * number;
  }

  /** Closes everything. */
  @TearDown
  public void close() {
    running.close();
  }
}
