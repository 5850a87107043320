package dev.grok.bench;

import dev.grok.api.Tensor;
import dev.grok.api.backend.Backend;
import dev.grok.api.backend.MemoryScope;
import dev.grok.api.backend.Recording;
import java.util.List;
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

/** One kernel call, recorded and replayed; its result is checked against the reference first. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class KernelBenchmark {
  @Param("cpu")
  public String backend = "cpu";

  @Param("1")
  public int threads = 1;

  /** One of {@link Calls}. */
  @Param("matmul 45x200x200")
  public String call = "matmul 45x200x200";

  /** {@code recorded} and replayed, or {@code eager}: called again each time, arguments checked. */
  @Param("recorded")
  public String mode = "recorded";

  private Session session = Session.NONE;

  /** What is open while the benchmark runs. */
  private record Session(WorkCount count, List<AutoCloseable> open, Runnable replay) {
    static final Session NONE = new Session(WorkCount.NONE, List.of(), () -> {});
  }

  /** Opens the backend, checks the result, records the call. */
  @Setup
  public void open() {
    Call chosen = Calls.named(call);
    Backend opened = OpenBackend.named(backend, threads);
    Check.against(opened, chosen);
    MemoryScope scope = opened.scope(call);
    Map<String, Tensor> tensors = chosen.upload(scope);
    Recording recording = opened.record(() -> chosen.run(opened.kernels(), tensors));
    Runnable replay =
        mode.equals("eager") ? () -> chosen.run(opened.kernels(), tensors) : () -> recording.run(1);
    session =
        new Session(
            WorkCount.of(chosen),
            List.of(recording, scope, opened),
            () -> {
              replay.run();
              opened.synchronize();
            });
  }

  /** The call. */
  @Benchmark
  public void run(Work work) {
    session.replay.run();
    work.add(session.count);
  }

  /** Closes everything. */
  @TearDown
  public void close() throws Exception {
    for (AutoCloseable part : session.open) {
      part.close();
    }
    session = Session.NONE;
  }
}
