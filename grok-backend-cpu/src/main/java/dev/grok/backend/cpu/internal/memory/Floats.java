package dev.grok.backend.cpu.internal.memory;

import dev.grok.api.Tensor;

/** An operand of floats. */
public final class Floats extends Operand {
  /** The array it lies in. */
  public final float[] data;

  /** A tensor as operand of a call that writes the given number of replicas. */
  public Floats(Tensor tensor, int replicas, boolean written) {
    this(tensor, ((FloatBuffer) tensor.buffer()).data(), replicas, written);
  }

  private Floats(Tensor tensor, float[] data, int replicas, boolean written) {
    super(Footprint.of(tensor, data, replicas, written));
    this.data = data;
  }
}
