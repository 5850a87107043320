package dev.grok.bench;

import dev.grok.api.Shape;
import dev.grok.testkit.call.Contents;
import dev.grok.testkit.call.KernelCall;
import dev.grok.testkit.call.Outputs;
import java.util.Arrays;
import java.util.Map;
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

/** The same calls by other libraries; their results are checked against the reference too. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class PeerBenchmark {
  @Param({"libtorch", "OpenBLAS", "ND4J", "EJML"})
  public String peer = "EJML";

  /** A matrix product of {@link Calls}, or tanh with a bias. */
  @Param("matmul 45x200x200")
  public String call = "matmul 45x200x200";

  private Peer running = Peers.NONE;
  private WorkCount count = WorkCount.NONE;

  /** Prepares the work and checks its result. */
  @Setup
  public void open() {
    Call chosen = Calls.named(call);
    KernelCall product = chosen.calls().get(0);
    running = Peers.open(peer, product, floats(product.operands().get(1).contents()), floats(product.operands().get(2).contents()));
    running.run();
    float[] result = running.result();
    double[] wide = new double[result.length];
    Arrays.setAll(wide, i -> result[i]);
    KernelCall.Operand output = product.outputs().get(0);
    Shape shape = output.contents().shape();
    Check.against(peer, chosen, new Outputs(Map.of(output.name(), Contents.floats(shape, wide))));
    count = WorkCount.of(chosen);
  }

  private static float[] floats(Contents contents) {
    double[] values = contents.toDoubles();
    float[] narrow = new float[values.length];
    for (int i = 0; i < narrow.length; i++) {
      narrow[i] = (float) values[i];
    }
    return narrow;
  }

  /** The work. */
  @Benchmark
  public void run(Work work) {
    running.run();
    work.add(count);
  }

  /** Frees native memory. */
  @TearDown
  public void close() {
    running.close();
  }
}
