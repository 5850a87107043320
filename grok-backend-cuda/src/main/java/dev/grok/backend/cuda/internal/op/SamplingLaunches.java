package dev.grok.backend.cuda.internal.op;

import static dev.grok.backend.cuda.internal.device.KernelStep.perReplica;

import dev.grok.api.Tensor;
import dev.grok.api.kernel.SamplingKernels;
import dev.grok.backend.cuda.internal.device.KernelStep;
import dev.grok.backend.cuda.internal.kernels.KernelConstants;

/** {@code sampling.cu}. */
interface SamplingLaunches extends SamplingKernels, Launches {
  @Override
  default void chooseWithoutReplacement(Tensor out, Tensor workspace, Tensor seed, Tensor counter) {
    int replicas = out.replicas();
    if (replicas > 0) {
      accept(
          new KernelStep("sampling", "chooseWithoutReplacement")
              .blockPerReplica(replicas)
              .out(out)
              .out(workspace)
              .in(seed)
              .in(counter)
              .arg(out.shape().axis(1))
              .arg(workspace.shape().axis(1))
              .arg(replicas));
    }
  }

  @Override
  default void shuffledBatch(Tensor out, Tensor workspace, Tensor seed, Tensor steps) {
    int replicas = out.replicas();
    int batch = out.shape().axis(1);
    if (replicas > 0 && batch > 0) {
      accept(
          new KernelStep("sampling", "shuffledBatch")
              .blockPerReplica(replicas)
              .out(out)
              .out(workspace)
              .in(seed)
              .in(steps)
              .arg(batch)
              .arg(workspace.shape().axis(1) - 1)
              .arg(replicas));
    }
  }

  @Override
  default void dropout(Tensor out, Tensor in, Tensor rate, Tensor seed, Tensor counter, int site) {
    int n = perReplica(out);
    int replicas = out.replicas();
    if (n > 0 && replicas > 0) {
      accept(
          new KernelStep("sampling", "dropout")
              .elements((n - 1) / KernelConstants.PHILOX_WORDS + 1, replicas)
              .out(out)
              .in(in)
              .in(rate)
              .in(seed)
              .in(counter)
              .arg(site)
              .arg(n)
              .arg(replicas));
    }
  }
}
