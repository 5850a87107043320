package dev.grok.backend.cpu.internal;

import dev.grok.api.DType;
import dev.grok.api.kernel.Kernels;
import dev.grok.api.spi.BackendDriver;
import dev.grok.api.spi.DeviceBuffer;
import dev.grok.api.spi.DeviceProgram;
import dev.grok.backend.cpu.internal.memory.Heap;
import dev.grok.backend.cpu.internal.op.CpuKernels;
import dev.grok.backend.cpu.internal.run.Op;
import dev.grok.backend.cpu.internal.run.OpSequence;
import dev.grok.backend.cpu.internal.run.Team;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The open backend: memory on the Java heap, kernels run at once or recorded. */
public final class CpuDriver implements BackendDriver {
  private final Variant variant;
  private final Team team;
  private final CpuKernels kernels;
  private final Heap heap = new Heap();
  private @Nullable List<Op> recording;

  /** Opens it with the given number of threads, the caller's included. */
  public CpuDriver(Variant variant, int threads) {
    this.variant = variant;
    this.team = new Team(threads, variant.loops().matmul());
    this.kernels = new CpuKernels(variant.loops(), this::accept);
  }

  private void accept(Op op) {
    if (recording != null) {
      recording.add(op);
    } else {
      new OpSequence(team, List.of(op)).run(1);
    }
  }

  @Override
  public String description() {
    return "%s, %d %s"
        .formatted(variant.description(), team.size(), team.size() == 1 ? "thread" : "threads");
  }

  @Override
  public DeviceBuffer allocate(String tensorName, DType dtype, long elements) {
    return heap.allocate(tensorName, dtype, elements);
  }

  @Override
  public Kernels kernels() {
    return kernels;
  }

  @Override
  public void beginRecording() {
    recording = new ArrayList<>();
  }

  @Override
  public DeviceProgram endRecording() {
    List<Op> recorded = recording;
    if (recorded == null) {
      throw new IllegalStateException("nothing is being recorded");
    }
    recording = null;
    return new OpSequence(team, recorded);
  }

  @Override
  public void synchronize() {
    // Every call returns when its work is done.
  }

  @Override
  public void close() {
    team.close();
  }
}
