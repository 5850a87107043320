package dev.grok.bench;

import dev.grok.api.kernel.Transpose;
import dev.grok.bench.Peer.Factor;
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

/** The same products by other libraries; their results are checked against the reference too. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class PeerBenchmark {
  @Param({"libtorch", "OpenBLAS", "ND4J", "EJML"})
  public String peer = "EJML";

  /** A matrix product of {@link Calls}. */
  @Param("matmul 45x200x200")
  public String call = "matmul 45x200x200";

  /** Before one is opened, next to no work. */
  private Peer running = Peers.open(peer, Factor.ONE, Factor.ONE);

  private WorkCount count = WorkCount.NONE;

  /** Prepares the product and checks its result. */
  @Setup
  public void open() {
    Call chosen = Calls.named(call);
    KernelCall product = chosen.calls().get(0);
    Transpose transpose = product.shape().attribute(Transpose.class);
    running =
        Peers.open(
            peer,
            Factor.of(product.contents("a"), transpose.a()),
            Factor.of(product.contents("b"), transpose.b()));
    running.run();
    float[] result = running.result();
    double[] wide = new double[result.length];
    Arrays.setAll(wide, i -> result[i]);
    Contents c = Contents.floats(product.contents("c").shape(), wide);
    Check.against(peer, chosen, new Outputs(Map.of("c", c)));
    count = WorkCount.of(chosen);
  }

  /** The product. */
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
