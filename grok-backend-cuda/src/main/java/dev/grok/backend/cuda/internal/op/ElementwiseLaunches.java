package dev.grok.backend.cuda.internal.op;

import dev.grok.api.Tensor;
import dev.grok.api.kernel.ElementwiseKernels;
import dev.grok.backend.cuda.internal.device.KernelStep;

/** {@code elementwise.cu}. */
interface ElementwiseLaunches extends ElementwiseKernels, StepSink {
  @Override
  default void fill(Tensor out, double value) {
    accept(new KernelStep("elementwise", "fill").out(out).arg((float) value).elementsOf(out));
  }

  @Override
  default void copy(Tensor out, Tensor in) {
    accept(new KernelStep("elementwise", "copy").out(out).in(in).elementsOf(out));
  }

  @Override
  default void add(Tensor out, Tensor a, Tensor b) {
    accept(new KernelStep("elementwise", "add").out(out).in(a, b).elementsOf(out));
  }

  @Override
  default void multiply(Tensor out, Tensor a, Tensor b) {
    accept(new KernelStep("elementwise", "multiply").out(out).in(a, b).elementsOf(out));
  }

  @Override
  default void divide(Tensor out, Tensor a, Tensor b) {
    accept(new KernelStep("elementwise", "divide").out(out).in(a, b).elementsOf(out));
  }

  @Override
  default void scale(Tensor out, Tensor in, Tensor factor) {
    accept(new KernelStep("elementwise", "scale").out(out).in(in, factor).elementsOf(out));
  }

  @Override
  default void addScaled(Tensor out, Tensor a, Tensor factor, Tensor b) {
    accept(new KernelStep("elementwise", "addScaled").out(out).in(a, factor, b).elementsOf(out));
  }
}
