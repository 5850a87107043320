package dev.grok.bench;

import dev.grok.api.backend.Backend;
import dev.grok.models.train.Ensemble;
import java.util.Arrays;
import java.util.Locale;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Training steps of every replica of an ensemble, as many a call as a run makes between two looks
 * at it. A unit is a step of one replica.
 */
public class StepBenchmark extends OnBackend {
  private static final int CHECKED_STEPS = 2;

  /**
   * AdamW's first steps move every parameter by the learning rate, in the direction of the
   * gradient's sign. Rounding decides the sign of a gradient that is next to nothing.
   */
  private static final double TOLERANCE = 1e-3;

  /** One of {@link Steps}, in lower case. */
  @Param("toy")
  public String model = "toy";

  @Param("1")
  public int replicas = 1;

  private Steps steps = Steps.TOY;
  private WorkCount count = WorkCount.NONE;
  private Backend opened = OpenBackend.named("reference", 1);
  private Ensemble ensemble = steps.start(opened, 1);

  /** Checks some steps of one replica against the reference. */
  @Setup
  public void open() {
    close();
    steps = Steps.valueOf(model.toUpperCase(Locale.ROOT));
    count = count(steps).times(replicas);
    double[] expected;
    try (Backend reference = OpenBackend.named("reference", 1)) {
      expected = afterSomeSteps(steps, reference);
    }
    opened = openBackend();
    double[] actual = afterSomeSteps(steps, opened);
    Check.requireClose("%s step on %s".formatted(model, backend), actual, expected, TOLERANCE);
    ensemble = steps.start(opened, replicas);
  }

  private static double[] afterSomeSteps(Steps steps, Backend backend) {
    try (Ensemble checked = steps.startChecked(backend)) {
      checked.run(CHECKED_STEPS);
      return checked.parameters(0).values().stream()
          .flatMapToDouble(tensor -> Arrays.stream(tensor.values()))
          .toArray();
    }
  }

  /** Work of one replica in one call. */
  private static WorkCount count(Steps steps) {
    WorkCount start = WorkCount.of(counting -> run(counting, steps, 0));
    return WorkCount.of(counting -> run(counting, steps, steps.atOnce())).minus(start);
  }

  private static void run(Backend counting, Steps steps, int number) {
    try (Ensemble one = steps.start(counting, 1)) {
      one.run(number);
    }
  }

  /** Some steps. */
  @Benchmark
  public void step(Work work) {
    int number = steps.atOnce();
    ensemble.run(number);
    opened.synchronize();
    work.add(count);
    work.units += (double) replicas * number;
  }

  /** Closes everything. */
  @TearDown
  public void close() {
    ensemble.close();
    opened.close();
  }
}
