package dev.grok.bench;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What one core of the machine can do: the limits beside which all other figures stand. */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class RooflineBenchmark {
  private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
  private static final int ROUNDS = 10_000;
  private static final int CHAINS = 16;

  /** Numbers that the compiler does not know. */
  @State(Scope.Benchmark)
  public static class Numbers {
    float factor = 0.999f;
    float summand = 0.001f;
  }

  /** Two arrays that together have the given size. */
  @State(Scope.Benchmark)
  public static class CopiedArrays {
    /** Within the first-level cache, the second, the third, and beyond all. */
    @Param({"32768", "524288", "16777216", "268435456"})
    public int footprint = 32768;

    float[] from = {};
    float[] to = {};

    /** Allocates them. */
    @Setup
    public void allocate() {
      from = new float[footprint / 8];
      to = new float[footprint / 8];
      Arrays.fill(from, 1f);
    }
  }

  /** Sixteen independent chains of fused multiply-adds in registers. */
  @Benchmark
  public float fma(Numbers numbers, Work work) {
    FloatVector x = FloatVector.broadcast(S, numbers.factor);
    FloatVector y = FloatVector.broadcast(S, numbers.summand);
    FloatVector c0 = x.add(0f);
    FloatVector c1 = x.add(1f);
    FloatVector c2 = x.add(2f);
    FloatVector c3 = x.add(3f);
    FloatVector c4 = x.add(4f);
    FloatVector c5 = x.add(5f);
    FloatVector c6 = x.add(6f);
    FloatVector c7 = x.add(7f);
    FloatVector c8 = x.add(8f);
    FloatVector c9 = x.add(9f);
    FloatVector c10 = x.add(10f);
    FloatVector c11 = x.add(11f);
    FloatVector c12 = x.add(12f);
    FloatVector c13 = x.add(13f);
    FloatVector c14 = x.add(14f);
    FloatVector c15 = x.add(15f);
    for (int i = 0; i < ROUNDS; i++) {
      c0 = c0.fma(x, y);
      c1 = c1.fma(x, y);
      c2 = c2.fma(x, y);
      c3 = c3.fma(x, y);
      c4 = c4.fma(x, y);
      c5 = c5.fma(x, y);
      c6 = c6.fma(x, y);
      c7 = c7.fma(x, y);
      c8 = c8.fma(x, y);
      c9 = c9.fma(x, y);
      c10 = c10.fma(x, y);
      c11 = c11.fma(x, y);
      c12 = c12.fma(x, y);
      c13 = c13.fma(x, y);
      c14 = c14.fma(x, y);
      c15 = c15.fma(x, y);
    }
    work.flops += 2.0 * CHAINS * S.length() * ROUNDS;
    FloatVector a = c0.add(c1).add(c2.add(c3)).add(c4.add(c5).add(c6.add(c7)));
    FloatVector b = c8.add(c9).add(c10.add(c11)).add(c12.add(c13).add(c14.add(c15)));
    return a.add(b).lane(0);
  }

  /** Four independent chains of divisions in registers. */
  @Benchmark
  public float division(Numbers numbers, Work work) {
    FloatVector x = FloatVector.broadcast(S, numbers.factor);
    FloatVector c0 = x.add(0f);
    FloatVector c1 = x.add(1f);
    FloatVector c2 = x.add(2f);
    FloatVector c3 = x.add(3f);
    for (int i = 0; i < ROUNDS; i++) {
      c0 = x.div(c0);
      c1 = x.div(c1);
      c2 = x.div(c2);
      c3 = x.div(c3);
    }
    work.divisions += 4.0 * S.length() * ROUNDS;
    return c0.add(c1).add(c2.add(c3)).lane(0);
  }

  /** Four independent chains of square roots in registers; they end at 1. */
  @Benchmark
  public float root(Numbers numbers, Work work) {
    FloatVector x = FloatVector.broadcast(S, numbers.factor);
    FloatVector c0 = x.add(0f);
    FloatVector c1 = x.add(1f);
    FloatVector c2 = x.add(2f);
    FloatVector c3 = x.add(3f);
    for (int i = 0; i < ROUNDS; i++) {
      c0 = c0.sqrt();
      c1 = c1.sqrt();
      c2 = c2.sqrt();
      c3 = c3.sqrt();
    }
    work.divisions += 4.0 * S.length() * ROUNDS;
    return c0.add(c1).add(c2.add(c3)).lane(0);
  }

  /** A copy between arrays by Java's own routine; bytes read and bytes written both count. */
  @Benchmark
  public void copy(CopiedArrays arrays, Work work) {
    System.arraycopy(arrays.from, 0, arrays.to, 0, arrays.to.length);
    work.bytes += arrays.footprint;
    work.footprint += arrays.footprint;
  }
}
