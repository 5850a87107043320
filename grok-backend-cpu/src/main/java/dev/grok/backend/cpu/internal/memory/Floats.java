package dev.grok.backend.cpu.internal.memory;

import dev.grok.api.Tensor;
import dev.grok.api.spi.DeviceTensor;

/** An operand of floats. */
public final class Floats extends Operand {
  /** The array it lies in. */
  public final float[] data;

  /** A tensor as operand of a call that writes the given number of replicas. */
  public Floats(Tensor tensor, int replicas) {
    super(DeviceTensor.of(tensor), replicas);
    data = ((FloatBuffer) DeviceTensor.of(tensor).buffer()).data();
  }
}
