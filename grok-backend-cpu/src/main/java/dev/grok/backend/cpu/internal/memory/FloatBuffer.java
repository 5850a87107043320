package dev.grok.backend.cpu.internal.memory;

import dev.grok.api.DType;
import dev.grok.api.spi.DeviceBuffer;
import java.util.function.LongConsumer;

/** An array of floats on the Java heap. */
final class FloatBuffer implements DeviceBuffer {
  private static final float[] FREED = {};

  private final LongConsumer released;
  private float[] data;

  /** {@code released} is told the number of bytes when the array is freed. */
  FloatBuffer(float[] data, LongConsumer released) {
    this.data = data;
    this.released = released;
  }

  float[] data() {
    return data;
  }

  @Override
  public void write(long offset, double[] values) {
    for (int i = 0; i < values.length; i++) {
      data[(int) offset + i] = (float) values[i];
    }
  }

  @Override
  public void write(long offset, float[] values) {
    System.arraycopy(values, 0, data, (int) offset, values.length);
  }

  @Override
  public void write(long offset, int[] values) {
    for (int i = 0; i < values.length; i++) {
      data[(int) offset + i] = values[i];
    }
  }

  @Override
  public void read(long offset, double[] values) {
    for (int i = 0; i < values.length; i++) {
      values[i] = data[(int) offset + i];
    }
  }

  @Override
  public void read(long offset, float[] values) {
    System.arraycopy(data, (int) offset, values, 0, values.length);
  }

  @Override
  public void read(long offset, int[] values) {
    for (int i = 0; i < values.length; i++) {
      values[i] = (int) data[(int) offset + i];
    }
  }

  @Override
  public void free() {
    released.accept((long) data.length * DType.FLOAT32.bytes());
    data = FREED;
  }
}
