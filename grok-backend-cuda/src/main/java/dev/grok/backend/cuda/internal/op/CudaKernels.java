package dev.grok.backend.cuda.internal.op;

import dev.grok.api.kernel.Kernels;
import dev.grok.backend.cuda.internal.device.Step;
import java.util.function.Consumer;

/** All kernels. A call becomes one step or several; the driver executes them or records them. */
public final class CudaKernels
    implements Kernels,
        ActivationLaunches,
        AttentionLaunches,
        CounterLaunches,
        ElementwiseLaunches,
        EmbeddingLaunches,
        LossLaunches,
        AccuracyLaunches,
        MatmulLaunches,
        NormalizationLaunches,
        OptimizerLaunches,
        ReductionLaunches,
        SamplingLaunches {
  private final Consumer<Step> sink;
  private final int multiprocessors;
  private final MatmulChoice matmul = MatmulChoice.fromProperty();

  public CudaKernels(Consumer<Step> sink, int multiprocessors) {
    this.sink = sink;
    this.multiprocessors = multiprocessors;
  }

  @Override
  public void accept(Step step) {
    if (!step.isEmpty()) {
      sink.accept(step);
    }
  }

  @Override
  public MatmulChoice matmulChoice() {
    return matmul;
  }

  @Override
  public int multiprocessors() {
    return multiprocessors;
  }
}
