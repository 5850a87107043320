package dev.grok.backend.cpu.internal.memory;

import dev.grok.api.Tensor;
import dev.grok.api.spi.DeviceTensor;

/** A float operand of a prepared call: replica r begins at {@link #at}. */
public final class Floats {
  /** The array it lies in. */
  public final float[] data;

  /** Elements of one replica. */
  public final int length;

  private final int offset;
  private final int stride;
  private final Footprint footprint;

  /** A tensor as operand of a call that writes the given number of replicas. */
  public Floats(Tensor tensor, int replicas, boolean written) {
    data = ((FloatBuffer) DeviceTensor.of(tensor).buffer()).data();
    footprint = Footprint.of(tensor, data, replicas, written);
    offset = (int) footprint.offset();
    stride = (int) footprint.stride();
    length = (int) footprint.length();
  }

  /** Index of a replica's first element. */
  public int at(int replica) {
    return offset + replica * stride;
  }

  public Footprint footprint() {
    return footprint;
  }
}
