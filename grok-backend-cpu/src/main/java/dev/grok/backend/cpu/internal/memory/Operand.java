package dev.grok.backend.cpu.internal.memory;

import dev.grok.api.spi.DeviceTensor;

/** An operand of a prepared call: a replica's elements begin at {@link #at}. */
public abstract class Operand {
  /** Elements of one replica. */
  public final int length;

  private final int offset;

  /** From one replica to the next; 0 if all share the operand. */
  private final int stride;

  Operand(DeviceTensor tensor, int replicas) {
    length = (int) tensor.shape().product(1);
    offset = (int) tensor.offset();
    stride = tensor.replicas() == 1 && replicas != 1 ? 0 : length;
  }

  /** Index of a replica's first element. */
  public final int at(int replica) {
    return offset + replica * stride;
  }
}
