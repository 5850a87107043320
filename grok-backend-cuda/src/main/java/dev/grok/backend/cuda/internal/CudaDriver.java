package dev.grok.backend.cuda.internal;

import dev.grok.api.DType;
import dev.grok.api.kernel.Kernels;
import dev.grok.api.spi.BackendDriver;
import dev.grok.api.spi.DeviceBuffer;
import dev.grok.api.spi.DeviceProgram;
import dev.grok.backend.cuda.internal.device.Session;
import dev.grok.backend.cuda.internal.device.Step;
import dev.grok.backend.cuda.internal.library.DeviceInfo;
import dev.grok.backend.cuda.internal.op.CudaKernels;
import dev.grok.backend.cuda.internal.op.MergingStep;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The open backend: executes kernel calls, or records them. */
public final class CudaDriver implements BackendDriver {
  /**
   * Two full rounds of tiles: a multiprocessor has room for three tiles of a replica's middle
   * product, 45 x 200 x 200, at once. The cost of a launch is then small beside its work. Memory
   * does not count here: who has too little halves the ensemble.
   */
  private static final int REPLICAS_PER_MULTIPROCESSOR = 6;

  private final CudaKernels kernels;
  private final Session session;
  private @Nullable List<Step> recording;

  public CudaDriver(DeviceInfo device) {
    // The kernels come first: they may refuse a wrong setting, and hold nothing yet.
    kernels = new CudaKernels(this::accept, device.multiprocessors());
    session = new Session(device);
  }

  private void accept(Step step) {
    List<Step> steps = recording;
    if (steps != null) {
      steps.add(step);
    } else {
      session.execute(step);
    }
  }

  @Override
  public String description() {
    return session.description();
  }

  @Override
  public DeviceBuffer allocate(String tensorName, DType dtype, long elements) {
    return session.allocate(tensorName, dtype, elements);
  }

  @Override
  public Kernels kernels() {
    return kernels;
  }

  @Override
  public int preferredReplicas() {
    return REPLICAS_PER_MULTIPROCESSOR * kernels.multiprocessors();
  }

  @Override
  public void beginRecording() {
    session.use();
    recording = new ArrayList<>();
  }

  @Override
  public DeviceProgram endRecording() {
    List<Step> steps = recording;
    if (steps == null) {
      throw new IllegalStateException("nothing is being recorded");
    }
    recording = null;
    return session.record(MergingStep.merged(steps));
  }

  @Override
  public void synchronize() {
    session.synchronize();
  }

  @Override
  public void close() {
    session.close();
  }
}
