package dev.grok.bench;

import dev.grok.api.Tensor;
import dev.grok.api.kernel.Kernels;
import java.util.List;

/**
 * A kernel call that is timed.
 *
 * @param name kernel, shape and mode
 * @param operands in the order of the kernel's parameters
 * @param depth length of the longest chain of roundings in one element
 * @param body makes the call
 */
record Call(String name, List<Operand> operands, int depth, Body body) {
  /** Makes the call on the operands' tensors. */
  @FunctionalInterface
  interface Body {
    void call(Kernels kernels, Tensor[] operands);
  }

  /** Bytes of all operands. */
  double footprint() {
    return operands.stream().mapToDouble(Operand::bytes).sum();
  }

  @Override
  public String toString() {
    return name;
  }
}
