package dev.grok.backend.cuda.internal.op;

import dev.grok.api.Tensor;
import dev.grok.api.kernel.SamplingKernels;
import dev.grok.backend.cuda.internal.device.KernelStep;
import dev.grok.backend.cuda.internal.kernels.KernelConstants;

/** {@code sampling.cu}. */
interface SamplingLaunches extends SamplingKernels, StepSink {
  @Override
  default void chooseWithoutReplacement(Tensor out, Tensor workspace, Tensor seed, Tensor counter) {
    accept(
        new KernelStep("sampling", "chooseWithoutReplacement")
            .out(out, workspace)
            .in(seed, counter)
            .args(out.shape().axis(1), workspace.shape().axis(1))
            .blockPerReplica(out.replicas()));
  }

  @Override
  default void shuffledBatch(Tensor out, Tensor workspace, Tensor seed, Tensor steps) {
    int batch = out.shape().axis(1);
    if (batch > 0) {
      accept(
          new KernelStep("sampling", "shuffledBatch")
              .out(out, workspace)
              .in(seed, steps)
              .args(batch, workspace.shape().axis(1) - 1)
              .blockPerReplica(out.replicas()));
    }
  }

  @Override
  default void dropout(Tensor out, Tensor in, Tensor rate, Tensor seed, Tensor counter, int site) {
    accept(
        new KernelStep("sampling", "dropout")
            .out(out)
            .in(in, rate, seed, counter)
            .args(site)
            .elementsOf(out, KernelConstants.PHILOX_WORDS));
  }
}
