package dev.grok.bench;

import dev.grok.api.backend.Backend;
import dev.grok.theory.flow.FlowEquation;
import dev.grok.theory.flow.GradientFlow;
import dev.grok.theory.flow.Trajectory;
import dev.grok.theory.parallelogram.Averaging;
import dev.grok.theory.parallelogram.Parallelograms;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/**
 * The effective theory's gradient flow (paper, Eq. 25) of all parallelograms of p symbols: an
 * operation is a thousand Euler steps of every representation, from writing the start to reading
 * the end.
 */
public class GradientFlowBenchmark extends OnBackend {
  private static final int STEPS = 1_000;
  private static final double TOLERANCE = 1e-4;

  @Param({"10", "53"})
  public int p = 10;

  @Param({"1", "64"})
  public int replicas = 1;

  private Setting setting = new Setting(1, 2);
  private Backend opened = OpenBackend.named("reference", 1);

  /** A flow and where it starts. */
  private static final class Setting {
    final GradientFlow flow;
    final double[][][] start;

    Setting(int replicas, int p) {
      // η below the stability limit 2 / λ of the mean loss, whose largest eigenvalue is of order 1.
      flow =
          new GradientFlow(
              List.of(Parallelograms.full(p)), Averaging.MEAN, FlowEquation.EXACT, 1e-3);
      Random random = new Random(p);
      start = new double[replicas][p][1];
      for (double[][] replica : start) {
        for (double[] row : replica) {
          row[0] = (float) random.nextGaussian();
        }
      }
    }

    double[] end(Backend backend) {
      double[][] end = flow.run(backend, start, STEPS).state(0, 0);
      return Arrays.stream(end).mapToDouble(row -> row[0]).toArray();
    }
  }

  /** Checks it against the reference. */
  @Setup
  public void open() {
    setting = new Setting(replicas, p);
    double[] expected = new Setting(1, p).end(opened);
    opened.close();
    opened = openBackend();
    Check.requireClose("flow on " + backend, setting.end(opened), expected, TOLERANCE);
  }

  /** A thousand steps. */
  @Benchmark
  public Trajectory flow(Work work) {
    work.units += (double) replicas * STEPS;
    return setting.flow.run(opened, setting.start, STEPS);
  }

  /** Closes the backend. */
  @TearDown
  public void close() {
    opened.close();
  }
}
