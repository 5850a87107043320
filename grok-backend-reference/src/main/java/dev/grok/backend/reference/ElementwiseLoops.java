package dev.grok.backend.reference;

import dev.grok.api.Tensor;
import dev.grok.api.kernel.ElementwiseKernels;
import java.util.function.DoubleBinaryOperator;

/** Element by element. */
interface ElementwiseLoops extends ElementwiseKernels {
  @Override
  default void fill(Tensor out, double value) {
    forEach(out, (r, i) -> value);
  }

  @Override
  default void copy(Tensor out, Tensor in) {
    Floats ins = Floats.of(in);
    forEach(out, ins::get);
  }

  @Override
  default void add(Tensor out, Tensor a, Tensor b) {
    binary(out, a, b, Double::sum);
  }

  @Override
  default void multiply(Tensor out, Tensor a, Tensor b) {
    binary(out, a, b, (x, y) -> x * y);
  }

  @Override
  default void divide(Tensor out, Tensor a, Tensor b) {
    binary(out, a, b, (x, y) -> x / y);
  }

  @Override
  default void scale(Tensor out, Tensor in, Tensor factor) {
    Floats ins = Floats.of(in);
    Floats factors = Floats.of(factor);
    forEach(out, (r, i) -> factors.get(r, 0) * ins.get(r, i));
  }

  @Override
  default void addScaled(Tensor out, Tensor a, Tensor factor, Tensor b) {
    Floats factors = Floats.of(factor);
    Floats as = Floats.of(a);
    Floats bs = Floats.of(b);
    forEach(out, (r, i) -> Math.fma(factors.get(r, 0), bs.get(r, i), as.get(r, i)));
  }

  private static void binary(Tensor out, Tensor a, Tensor b, DoubleBinaryOperator operation) {
    Floats as = Floats.of(a);
    Floats bs = Floats.of(b);
    forEach(out, (r, i) -> operation.applyAsDouble(as.get(r, i), bs.get(r, i)));
  }

  private static void forEach(Tensor out, ElementOf value) {
    int n = (int) out.shape().product(1);
    Floats outs = Floats.of(out); // [R, ...]
    for (int r = 0; r < out.replicas(); r++) {
      for (int i = 0; i < n; i++) {
        outs.set(r, i, value.at(r, i));
      }
    }
  }

  /** The value of element i of replica r. */
  @FunctionalInterface
  interface ElementOf {
    double at(int r, int i);
  }
}
