package dev.grok.backend.cpu.internal.memory;

import dev.grok.api.DType;
import dev.grok.api.OutOfDeviceMemoryException;
import dev.grok.api.spi.DeviceBuffer;

/** Allocates arrays on the Java heap and counts their bytes. */
public final class Heap {
  /** The longest array that every Java machine can make. */
  static final long MAX_LENGTH = Integer.MAX_VALUE - 8;

  private long bytesInUse;

  /**
   * An array of zeros.
   *
   * @throws OutOfDeviceMemoryException if it is longer than a Java array or than the heap has room
   *     for
   */
  public DeviceBuffer allocate(String tensorName, DType dtype, long elements) {
    long bytes = elements * dtype.bytes();
    if (elements > MAX_LENGTH) {
      throw new OutOfDeviceMemoryException(
          refusal(tensorName, bytes) + "a Java array holds at most %d".formatted(MAX_LENGTH * 4));
    }
    int length = (int) elements;
    try {
      DeviceBuffer buffer =
          switch (dtype) {
            case FLOAT32 -> new FloatBuffer(new float[length], this::release);
            case INT32 -> new IntBuffer(new int[length], this::release);
          };
      bytesInUse += bytes;
      return buffer;
    } catch (OutOfMemoryError full) {
      Runtime runtime = Runtime.getRuntime();
      long free = runtime.maxMemory() - runtime.totalMemory() + runtime.freeMemory();
      throw new OutOfDeviceMemoryException(
          refusal(tensorName, bytes)
              + "the Java heap has %d bytes free; give it more with -Xmx".formatted(free),
          full);
    }
  }

  private String refusal(String tensorName, long bytes) {
    return "cannot allocate %s: it takes %d bytes, tensors already hold %d, "
        .formatted(tensorName, bytes, bytesInUse);
  }

  private void release(long bytes) {
    bytesInUse -= bytes;
  }
}
