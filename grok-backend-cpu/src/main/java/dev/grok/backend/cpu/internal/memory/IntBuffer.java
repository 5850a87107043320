package dev.grok.backend.cpu.internal.memory;

import dev.grok.api.DType;
import dev.grok.api.spi.DeviceBuffer;
import java.util.function.LongConsumer;

/** An array of ints on the Java heap. */
final class IntBuffer implements DeviceBuffer {
  private static final int[] FREED = {};

  private final LongConsumer released;
  private int[] data;

  /** {@code released} is told the number of bytes when the array is freed. */
  IntBuffer(int[] data, LongConsumer released) {
    this.data = data;
    this.released = released;
  }

  int[] data() {
    return data;
  }

  @Override
  public void write(long offset, double[] values) {
    for (int i = 0; i < values.length; i++) {
      data[(int) offset + i] = (int) values[i];
    }
  }

  @Override
  public void write(long offset, float[] values) {
    for (int i = 0; i < values.length; i++) {
      data[(int) offset + i] = (int) values[i];
    }
  }

  @Override
  public void write(long offset, int[] values) {
    System.arraycopy(values, 0, data, (int) offset, values.length);
  }

  @Override
  public void read(long offset, double[] values) {
    for (int i = 0; i < values.length; i++) {
      values[i] = data[(int) offset + i];
    }
  }

  @Override
  public void read(long offset, float[] values) {
    for (int i = 0; i < values.length; i++) {
      values[i] = data[(int) offset + i];
    }
  }

  @Override
  public void read(long offset, int[] values) {
    System.arraycopy(data, (int) offset, values, 0, values.length);
  }

  @Override
  public void free() {
    released.accept((long) data.length * DType.INT32.bytes());
    data = FREED;
  }
}
