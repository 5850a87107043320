package dev.grok.backend.cpu.internal.memory;

import dev.grok.api.Tensor;
import dev.grok.api.spi.DeviceTensor;

/** An operand of ints. */
public final class Ints extends Operand {
  /** The array it lies in. */
  public final int[] data;

  /** A tensor as operand of a call that writes the given number of replicas. */
  public Ints(Tensor tensor, int replicas) {
    super(DeviceTensor.of(tensor), replicas);
    data = ((IntBuffer) DeviceTensor.of(tensor).buffer()).data();
  }
}
