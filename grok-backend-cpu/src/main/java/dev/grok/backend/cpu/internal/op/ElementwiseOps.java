package dev.grok.backend.cpu.internal.op;

import dev.grok.api.Tensor;
import dev.grok.api.kernel.ElementwiseKernels;
import dev.grok.backend.cpu.internal.loop.ElementwiseLoops;
import dev.grok.backend.cpu.internal.memory.Floats;
import dev.grok.backend.cpu.internal.run.Op;
import java.util.Arrays;

/** Element by element. */
interface ElementwiseOps extends KernelFamily, ElementwiseKernels {
  /** A loop over two inputs. */
  @FunctionalInterface
  interface Loop {
    void run(float[] out, int o, float[] a, int ia, float[] b, int ib, int n);
  }

  @Override
  default void fill(Tensor outTensor, double value) {
    Op call = call("fill", outTensor);
    Floats out = call.floats(outTensor);
    float rounded = (float) value;
    call.byElements(1);
    call.submit(
        (replica, from, to, scratch) -> {
          int o = out.at(replica);
          Arrays.fill(out.data, o + from, o + to, rounded);
        });
  }

  @Override
  default void copy(Tensor outTensor, Tensor inTensor) {
    Op call = call("copy", outTensor);
    Floats out = call.floats(outTensor);
    Floats in = call.floats(inTensor);
    call.byElements(1);
    call.submit(
        (replica, from, to, scratch) -> {
          int i = in.at(replica) + from;
          System.arraycopy(in.data, i, out.data, out.at(replica) + from, to - from);
        });
  }

  @Override
  default void add(Tensor out, Tensor a, Tensor b) {
    binary("add", loops().elementwise()::add, out, a, b);
  }

  @Override
  default void multiply(Tensor out, Tensor a, Tensor b) {
    binary("multiply", loops().elementwise()::multiply, out, a, b);
  }

  @Override
  default void divide(Tensor out, Tensor a, Tensor b) {
    binary("divide", loops().elementwise()::divide, out, a, b);
  }

  /** {@code out = a ∘ b}. */
  private void binary(String kernel, Loop loop, Tensor outTensor, Tensor aTensor, Tensor bTensor) {
    Op call = call(kernel, outTensor);
    Floats out = call.floats(outTensor);
    Floats a = call.floats(aTensor);
    Floats b = call.floats(bTensor);
    call.byElements(2);
    call.submit(
        (replica, from, to, scratch) -> {
          int o = out.at(replica) + from;
          int ia = a.at(replica) + from;
          loop.run(out.data, o, a.data, ia, b.data, b.at(replica) + from, to - from);
        });
  }

  @Override
  default void scale(Tensor outTensor, Tensor inTensor, Tensor factorTensor) {
    ElementwiseLoops loops = loops().elementwise();
    Op call = call("scale", outTensor);
    Floats out = call.floats(outTensor);
    Floats in = call.floats(inTensor);
    Floats factor = call.floats(factorTensor); // [R?]
    call.byElements(2);
    call.submit(
        (replica, from, to, scratch) -> {
          int o = out.at(replica) + from;
          float by = factor.data[factor.at(replica)];
          loops.scale(out.data, o, in.data, in.at(replica) + from, by, to - from);
        });
  }

  @Override
  default void addScaled(Tensor outTensor, Tensor aTensor, Tensor factorTensor, Tensor bTensor) {
    ElementwiseLoops loops = loops().elementwise();
    Op call = call("addScaled", outTensor);
    Floats out = call.floats(outTensor);
    Floats a = call.floats(aTensor);
    Floats factor = call.floats(factorTensor); // [R?]
    Floats b = call.floats(bTensor);
    call.byElements(2);
    call.submit(
        (replica, from, to, scratch) -> {
          int o = out.at(replica) + from;
          int ia = a.at(replica) + from;
          int ib = b.at(replica) + from;
          float by = factor.data[factor.at(replica)];
          loops.addScaled(out.data, o, a.data, ia, by, b.data, ib, to - from);
        });
  }
}
