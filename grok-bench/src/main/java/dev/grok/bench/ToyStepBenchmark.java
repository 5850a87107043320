package dev.grok.bench;

import dev.grok.api.Backend;
import dev.grok.api.Backends;
import dev.grok.models.toy.ToyEnsemble;
import dev.grok.models.toy.ToyExperiment;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * The paper's toy step: 45 samples through 1-200-200-30, AdamW on both groups, both accuracies. An
 * operation is one step of every replica; each iteration starts from the initial state, so that all
 * measure the same stretch of training.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class ToyStepBenchmark {
  private static final int CHECKED_STEPS = 5;

  /**
   * After some steps of AdamW, whose first ones move every parameter by the learning rate in the
   * direction of a sign: roundings move gradients near zero.
   */
  private static final double TOLERANCE = 1e-4;

  @Param("cpu")
  public String backend = "cpu";

  @Param("1")
  public int threads = 1;

  @Param({"1", "4", "16", "64", "256", "1024"})
  public int replicas = 1;

  private Backend opened = Backends.open("reference");
  private ToyEnsemble ensemble = create(opened, 1);
  private WorkCount count = WorkCount.NONE;

  private static ToyEnsemble create(Backend backend, int replicas) {
    return ToyEnsemble.create(
        backend, IntStream.range(0, replicas).mapToObj(ToyExperiment::paper).toList());
  }

  /** Checks some steps of one replica against the reference. */
  @Setup
  public void open() {
    ensemble.run(CHECKED_STEPS);
    double[] expected = values(ensemble);
    close();
    opened = OpenBackend.named(backend, threads);
    ensemble = create(opened, 1);
    ensemble.run(CHECKED_STEPS);
    Check.requireClose("toy step on " + backend, values(ensemble), expected, TOLERANCE);
    int number = replicas;
    count =
        WorkCount.of(
            counting -> {
              try (ToyEnsemble same = create(counting, number)) {
                same.run(1);
              }
            });
  }

  private static double[] values(ToyEnsemble ensemble) {
    return ensemble.parameters(0).values().stream()
        .flatMapToDouble(tensor -> Arrays.stream(tensor.values()))
        .toArray();
  }

  /** Begins anew. */
  @Setup(Level.Iteration)
  public void restart() {
    ensemble.close();
    ensemble = create(opened, replicas);
  }

  /** One step. */
  @Benchmark
  public void step(Work work) {
    ensemble.run(1);
    opened.synchronize();
    work.add(count);
    work.units += replicas;
  }

  /** Closes everything. */
  @TearDown
  public void close() {
    ensemble.close();
    opened.close();
  }
}
