package dev.grok.api.backend;

import dev.grok.api.DType;
import dev.grok.api.GrokException;
import dev.grok.api.KernelArgumentException;
import dev.grok.api.Shape;
import dev.grok.api.Tensor;
import dev.grok.api.internal.BackendState;
import dev.grok.api.kernel.Kernels;
import dev.grok.api.spi.DeviceBuffer;
import dev.grok.api.spi.DeviceTensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * Owner of device memory, with a name. Closing it frees every tensor allocated in it; using one of
 * them afterwards throws. Closing a backend while a scope is open throws, with the scope's name.
 * One thread at a time may use it.
 */
public final class MemoryScope implements AutoCloseable {
  private final BackendState backend;
  private final Kernels kernels;
  private final String name;
  private final Consumer<MemoryScope> whenClosed;
  private final DeviceTensor.Owner owner = new Owner();
  private final List<DeviceBuffer> buffers = new ArrayList<>();
  private long bytes;
  private boolean open = true;

  MemoryScope(
      BackendState backend, Kernels kernels, String name, Consumer<MemoryScope> whenClosed) {
    this.backend = backend;
    this.kernels = kernels;
    this.name = name;
    this.whenClosed = whenClosed;
  }

  /** This scope as its tensors see it. */
  private final class Owner implements DeviceTensor.Owner {
    @Override
    public String name() {
      return name;
    }

    @Override
    public boolean isOpen() {
      return open;
    }

    @Override
    public Object backend() {
      return backend;
    }

    @Override
    public void requireNotRecording(String what) {
      backend.requireNotRecording(what);
    }
  }

  public String name() {
    return name;
  }

  /** The kernels of the backend that the memory belongs to, arguments checked. */
  public Kernels kernels() {
    return kernels;
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
   * @throws dev.grok.api.OutOfDeviceMemoryException if the backend has not enough memory
   */
  public Tensor floats(String tensorName, int... axes) {
    return allocate(tensorName, DType.FLOAT32, axes);
  }

  /**
   * An int tensor of zeros.
   *
   * @throws dev.grok.api.OutOfDeviceMemoryException if the backend has not enough memory
   */
  public Tensor ints(String tensorName, int... axes) {
    return allocate(tensorName, DType.INT32, axes);
  }

  /**
   * A float tensor [n, columns] of n rows, for example the rates of n replicas.
   *
   * @throws IllegalArgumentException if there is no row
   * @throws KernelArgumentException if rows differ in length
   * @throws dev.grok.api.OutOfDeviceMemoryException if the backend has not enough memory
   */
  public Tensor rows(String tensorName, double[]... rows) {
    if (rows.length == 0) {
      throw new IllegalArgumentException("%s has no row".formatted(tensorName));
    }
    Tensor tensor = floats(tensorName, rows.length, rows[0].length);
    tensor.write(Arrays.stream(rows).flatMapToDouble(Arrays::stream).toArray());
    return tensor;
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
    return new DeviceTensor(owner, tensorName, dtype, shape, buffer, 0);
  }

  /** Frees the memory. Closing twice does nothing. */
  @Override
  public void close() {
    if (open) {
      backend.requireNotRecording("closing memory scope '" + name + "'");
      open = false;
      whenClosed.accept(this);
      try {
        backend.driver().synchronize();
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
