package dev.grok.backend.cuda.internal.op;

import dev.grok.api.kernel.Kernels;
import dev.grok.backend.cuda.internal.device.Step;
import java.util.function.Consumer;

/** All kernels. A call becomes a step, or several; what it is done with decides the driver. */
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
    sink.accept(step);
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
