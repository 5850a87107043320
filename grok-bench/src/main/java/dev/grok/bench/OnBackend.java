package dev.grok.bench;

import dev.grok.api.backend.Backend;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** What all benchmarks of a backend have in common. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public abstract class OnBackend {
  @Param("cpu")
  public String backend = "cpu";

  @Param("1")
  public int threads = 1;

  Backend openBackend() {
    return OpenBackend.named(backend, threads);
  }
}
