package dev.grok.backend.cuda.internal.op;

import static dev.grok.backend.cuda.internal.device.KernelStep.perReplica;

import dev.grok.api.Tensor;
import dev.grok.api.kernel.ReductionKernels;
import dev.grok.backend.cuda.internal.device.KernelStep;

/** {@code reduction.cu}. */
interface ReductionLaunches extends ReductionKernels, Launches {
  @Override
  default void sum(Tensor out, Tensor in) {
    submit(new KernelStep("reduction", "sum").out(out).in(in), out, in);
  }

  @Override
  default void dot(Tensor out, Tensor a, Tensor b) {
    submit(new KernelStep("reduction", "dot").out(out).in(a).in(b), out, a);
  }

  private void submit(KernelStep step, Tensor out, Tensor in) {
    int replicas = out.replicas();
    if (replicas > 0) {
      accept(step.blockPerReplica(replicas).arg(perReplica(in)).arg(replicas));
    }
  }
}
