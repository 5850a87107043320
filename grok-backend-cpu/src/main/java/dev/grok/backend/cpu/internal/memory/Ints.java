package dev.grok.backend.cpu.internal.memory;

import dev.grok.api.Tensor;

/** An operand of ints. */
public final class Ints extends Operand {
  /** The array it lies in. */
  public final int[] data;

  /** A tensor as operand of a call that writes the given number of replicas. */
  public Ints(Tensor tensor, int replicas, boolean written) {
    this(tensor, ((IntBuffer) tensor.buffer()).data(), replicas, written);
  }

  private Ints(Tensor tensor, int[] data, int replicas, boolean written) {
    super(Footprint.of(tensor, data, replicas, written));
    this.data = data;
  }
}
