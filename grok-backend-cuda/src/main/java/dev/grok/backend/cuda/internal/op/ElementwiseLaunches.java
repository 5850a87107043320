package dev.grok.backend.cuda.internal.op;

import static dev.grok.backend.cuda.internal.device.KernelStep.perReplica;

import dev.grok.api.Tensor;
import dev.grok.api.kernel.ElementwiseKernels;
import dev.grok.backend.cuda.internal.device.KernelStep;

/** {@code elementwise.cu}. */
interface ElementwiseLaunches extends ElementwiseKernels, Launches {
  @Override
  default void fill(Tensor out, double value) {
    submit(new KernelStep("elementwise", "fill").out(out).arg((float) value), out);
  }

  @Override
  default void copy(Tensor out, Tensor in) {
    submit(new KernelStep("elementwise", "copy").out(out).in(in), out);
  }

  @Override
  default void add(Tensor out, Tensor a, Tensor b) {
    submit(new KernelStep("elementwise", "add").out(out).in(a).in(b), out);
  }

  @Override
  default void multiply(Tensor out, Tensor a, Tensor b) {
    submit(new KernelStep("elementwise", "multiply").out(out).in(a).in(b), out);
  }

  @Override
  default void divide(Tensor out, Tensor a, Tensor b) {
    submit(new KernelStep("elementwise", "divide").out(out).in(a).in(b), out);
  }

  @Override
  default void scale(Tensor out, Tensor in, Tensor factor) {
    submit(new KernelStep("elementwise", "scale").out(out).in(in).in(factor), out);
  }

  @Override
  default void addScaled(Tensor out, Tensor a, Tensor factor, Tensor b) {
    submit(new KernelStep("elementwise", "addScaled").out(out).in(a).in(factor).in(b), out);
  }

  private void submit(KernelStep step, Tensor out) {
    int n = perReplica(out);
    if (n > 0 && out.replicas() > 0) {
      accept(step.elements(n, out.replicas()).arg(n).arg(out.replicas()));
    }
  }
}
