package dev.grok.backend.cuda.internal.device;

import dev.grok.api.spi.DeviceBuffer;

/** A tensor's memory on the device. */
public final class CudaBuffer implements DeviceBuffer {
  private final DeviceMemory memory;
  private final Staging staging;
  private final MemoryBlock block;

  CudaBuffer(DeviceMemory memory, Staging staging, MemoryBlock block) {
    this.memory = memory;
    this.staging = staging;
    this.block = block;
  }

  /** Where it begins; 0 if it is empty. */
  public long address() {
    return block.address();
  }

  @Override
  public void write(long offset, double[] values) {
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
    staging.write(
        at(offset), values.length, (from, count) -> staging.floats().put(values, from, count));
  }

  @Override
  public void write(long offset, int[] values) {
    staging.write(
        at(offset), values.length, (from, count) -> staging.ints().put(values, from, count));
  }

  @Override
  public void read(long offset, double[] values) {
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
    staging.read(
        at(offset), values.length, (from, count) -> staging.floats().get(values, from, count));
  }

  @Override
  public void read(long offset, int[] values) {
    staging.read(
        at(offset), values.length, (from, count) -> staging.ints().get(values, from, count));
  }

  private long at(long offset) {
    return block.address() + offset * Float.BYTES;
  }

  @Override
  public void free() {
    memory.free(block);
  }
}
