package dev.grok.backend.cpu.internal.op;

import dev.grok.api.Tensor;
import dev.grok.backend.cpu.internal.run.Op;
import dev.grok.backend.cpu.internal.run.Scratch;

/** A call whose output elements are independent of each other; a unit is 1,024 of them. */
abstract class ElementwiseOp extends Op {
  private static final int UNIT = 1024;

  private final int length;
  private final int costOfElement;

  ElementwiseOp(String kernel, Tensor output, int costOfElement) {
    super(kernel, output);
    this.length = (int) output.shape().product(1);
    this.costOfElement = costOfElement;
  }

  @Override
  public final int units() {
    return length / UNIT + (length % UNIT == 0 ? 0 : 1);
  }

  @Override
  public final long cost() {
    return (long) length * costOfElement;
  }

  @Override
  public final void run(int replica, int from, int to, Scratch scratch) {
    int first = from * UNIT;
    range(replica, first, (int) Math.min((long) to * UNIT, length) - first, scratch);
  }

  /** Computes {@code n} elements of a replica from {@code first} on. */
  protected abstract void range(int replica, int first, int n, Scratch scratch);
}
