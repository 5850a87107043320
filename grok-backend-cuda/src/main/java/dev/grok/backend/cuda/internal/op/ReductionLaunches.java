package dev.grok.backend.cuda.internal.op;

import static dev.grok.backend.cuda.internal.device.KernelStep.perReplica;

import dev.grok.api.Tensor;
import dev.grok.api.kernel.ReductionKernels;
import dev.grok.backend.cuda.internal.device.KernelStep;

/** {@code reduction.cu}. */
interface ReductionLaunches extends ReductionKernels, StepSink {
  @Override
  default void sum(Tensor out, Tensor in) {
    accept(
        new KernelStep("reduction", "sum")
            .out(out)
            .in(in)
            .args(perReplica(in))
            .blockPerReplica(out.replicas()));
  }

  @Override
  default void dot(Tensor out, Tensor a, Tensor b) {
    accept(
        new KernelStep("reduction", "dot")
            .out(out)
            .in(a, b)
            .args(perReplica(a))
            .blockPerReplica(out.replicas()));
  }
}
