package dev.grok.backend.cuda.internal.device;

import dev.grok.api.spi.DeviceBuffer;

/** A block of the device's memory. */
public final class CudaBuffer implements DeviceBuffer {
  private final Session session;
  private final long address;
  private final long bytes;

  CudaBuffer(Session session, long address, long bytes) {
    this.session = session;
    this.address = address;
    this.bytes = bytes;
  }

  /** Where it begins; 0 if it is empty. */
  public long address() {
    return address;
  }

  @Override
  public void write(long offset, double[] values) {
    Staging staging = session.staging();
    float[] rounded = new float[Math.min(values.length, Staging.ELEMENTS)];
    staging.write(
        at(offset),
        values.length,
        (from, count) -> {
          for (int i = 0; i < count; i++) {
            rounded[i] = (float) values[from + i];
          }
          staging.floats().put(rounded, 0, count);
        });
  }

  @Override
  public void write(long offset, float[] values) {
    Staging staging = session.staging();
    staging.write(
        at(offset), values.length, (from, count) -> staging.floats().put(values, from, count));
  }

  @Override
  public void write(long offset, int[] values) {
    Staging staging = session.staging();
    staging.write(
        at(offset), values.length, (from, count) -> staging.ints().put(values, from, count));
  }

  @Override
  public void read(long offset, double[] values) {
    Staging staging = session.staging();
    float[] piece = new float[Math.min(values.length, Staging.ELEMENTS)];
    staging.read(
        at(offset),
        values.length,
        (from, count) -> {
          staging.floats().get(piece, 0, count);
          for (int i = 0; i < count; i++) {
            values[from + i] = piece[i];
          }
        });
  }

  @Override
  public void read(long offset, float[] values) {
    Staging staging = session.staging();
    staging.read(
        at(offset), values.length, (from, count) -> staging.floats().get(values, from, count));
  }

  @Override
  public void read(long offset, int[] values) {
    Staging staging = session.staging();
    staging.read(
        at(offset), values.length, (from, count) -> staging.ints().get(values, from, count));
  }

  private long at(long offset) {
    return address + offset * Float.BYTES;
  }

  @Override
  public void free() {
    session.memory().free(address, bytes);
  }
}
