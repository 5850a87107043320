package dev.grok.backend.cuda.internal.device;

import dev.grok.api.DType;
import dev.grok.api.GrokException;
import dev.grok.api.spi.DeviceBuffer;
import dev.grok.api.spi.DeviceProgram;
import dev.grok.backend.cuda.CudaSettings;
import dev.grok.backend.cuda.internal.library.DeviceInfo;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** An open device: allocates tensors, executes steps and records them. */
public final class Session {
  private final boolean tf32 = Boolean.getBoolean(CudaSettings.TF32);

  /** Checking excludes graphs: one can wait neither for a stream in capture nor within a graph. */
  private final boolean graphs =
      !Boolean.getBoolean(CudaSettings.CHECK)
          && Boolean.parseBoolean(System.getProperty(CudaSettings.GRAPHS, "true"));

  private final DeviceStream stream;
  private final DeviceMemory memory;
  private final Staging staging;
  private final WorkQueue queue;
  private final Set<Recorded> recordings = new LinkedHashSet<>();
  private MemoryBlock scratch = MemoryBlock.NONE;

  public Session(DeviceInfo device) {
    KernelModules modules = new KernelModules(new KernelCompiler(device.architecture()));
    stream = new DeviceStream(device);
    memory = new DeviceMemory(stream);
    queue =
        new WorkQueue(
            stream,
            modules,
            new Blas(stream, memory, tf32),
            Boolean.getBoolean(CudaSettings.CHECK));
    try {
      staging = new Staging(stream);
    } catch (GrokException noMemory) {
      stream.close();
      throw noMemory;
    }
  }

  /** The device, and whether matrix products may round their factors to TF32. */
  public String description() {
    return stream.device().details() + (tf32 ? ", TF32" : "");
  }

  /**
   * Makes the device that of the calling thread.
   *
   * @throws GrokException if the backend is closed
   */
  public void use() {
    stream.use();
  }

  /** A tensor's memory, all zero. */
  public DeviceBuffer allocate(String name, DType dtype, long elements) {
    long bytes = Math.multiplyExact(elements, (long) dtype.bytes());
    return new CudaBuffer(memory, staging, memory.allocateZeros(name, bytes));
  }

  /** Enqueues one step; whoever reads its outputs waits for it. */
  public void execute(Step step) {
    stream.use();
    step.prepare(queue);
    if (step.scratchBytes() > scratch.bytes()) {
      MemoryBlock smaller = scratch;
      scratch = MemoryBlock.NONE;
      memory.free(smaller);
      scratch = memory.allocate("scratch memory", step.scratchBytes());
    }
    step.enqueue(queue, scratch.address());
  }

  /** Records steps as a graph, or without one if the settings say so. */
  public DeviceProgram record(List<Step> steps) {
    stream.use();
    long bytes = 0;
    for (Step step : steps) {
      // Nothing can be loaded during a capture.
      step.prepare(queue);
      bytes = Math.max(bytes, step.scratchBytes());
    }
    MemoryBlock own = memory.allocate("scratch memory of a recording", bytes);
    Runnable work = () -> steps.forEach(step -> step.enqueue(queue, own.address()));
    try {
      Replay replay = graphs ? CudaGraph.capture(stream, work) : work::run;
      Recorded recorded = new Recorded(own, replay);
      recordings.add(recorded);
      return recorded;
    } catch (RuntimeException | Error failed) {
      memory.free(own);
      throw failed;
    }
  }

  /** Recorded steps, with scratch memory of their own. */
  private final class Recorded implements DeviceProgram {
    private final MemoryBlock own;
    private final Replay replay;
    private boolean open = true;

    Recorded(MemoryBlock own, Replay replay) {
      this.own = own;
      this.replay = replay;
    }

    @Override
    public void run(long times) {
      stream.use();
      if (!open) {
        throw new IllegalStateException("a closed recording cannot be run");
      }
      for (long i = 0; i < times; i++) {
        replay.runOnce();
      }
    }

    @Override
    public void close() {
      if (!open || !stream.isOpen()) {
        return;
      }
      open = false;
      recordings.remove(this);
      try {
        Session.this.synchronize();
      } finally {
        try {
          replay.release();
        } finally {
          memory.free(own);
        }
      }
    }
  }

  /** Waits until all work is done. */
  public void synchronize() {
    stream.use();
    stream.synchronize();
  }

  /** Gives everything back; does nothing the second time. */
  public void close() {
    if (!stream.isOpen()) {
      return;
    }
    Releases releases = new Releases();
    releases.attempt(stream::use);
    releases.attempt(stream::synchronize);
    List.copyOf(recordings).forEach(recording -> releases.attempt(recording::close));
    queue.close(releases);
    releases.attempt(() -> memory.free(scratch));
    releases.attempt(staging::free);
    releases.attempt(stream::close);
    releases.report();
  }
}
