package dev.grok.api;

import dev.grok.api.spi.DeviceBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Owner of device memory, with a name. Closing it frees every tensor allocated in it; using one of
 * them afterwards throws. Closing a backend while a scope is open throws, with the scope's name.
 */
public final class MemoryScope implements AutoCloseable {
  private final Backend backend;
  private final String name;
  private final List<DeviceBuffer> buffers = new ArrayList<>();
  private long bytes;
  private boolean open = true;

  MemoryScope(Backend backend, String name) {
    this.backend = backend;
    this.name = name;
  }

  public String name() {
    return name;
  }

  public Backend backend() {
    return backend;
  }

  /** Bytes of all tensors allocated here, at {@link DType#bytes()} each. */
  public long bytes() {
    return bytes;
  }

  public boolean isOpen() {
    return open;
  }

  /**
   * A float tensor of zeros.
   *
   * @throws OutOfDeviceMemoryException if the backend has not enough memory
   */
  public Tensor floats(String tensorName, int... axes) {
    return allocate(tensorName, DType.FLOAT32, axes);
  }

  /**
   * An int tensor of zeros.
   *
   * @throws OutOfDeviceMemoryException if the backend has not enough memory
   */
  public Tensor ints(String tensorName, int... axes) {
    return allocate(tensorName, DType.INT32, axes);
  }

  private Tensor allocate(String tensorName, DType dtype, int... axes) {
    backend.requireNotRecording("allocation of " + tensorName);
    if (!open) {
      throw new GrokException(
          "memory scope '%s' is closed: %s cannot be allocated in it".formatted(name, tensorName));
    }
    Shape shape = Shape.of(axes);
    DeviceBuffer buffer = backend.driver().allocate(tensorName, dtype, shape.elements());
    buffers.add(buffer);
    bytes += shape.elements() * dtype.bytes();
    return new Tensor(this, tensorName, dtype, shape, buffer, 0);
  }

  void requireOpen(String what, Tensor tensor) {
    if (!open) {
      throw new GrokException(
          "%s: %s is used after its memory scope '%s' was closed".formatted(what, tensor, name));
    }
  }

  /** Frees the memory. Closing twice does nothing. */
  @Override
  public void close() {
    if (open) {
      backend.requireNotRecording("closing memory scope '" + name + "'");
      open = false;
      backend.forget(this);
      try {
        backend.synchronize();
      } finally {
        buffers.forEach(DeviceBuffer::free);
        buffers.clear();
      }
    }
  }

  @Override
  public String toString() {
    return "memory scope '%s' (%d bytes)".formatted(name, bytes);
  }
}
