package dev.grok.api;

import dev.grok.api.spi.DeviceBuffer;

/**
 * A contiguous row-major block of a backend's memory. It owns nothing: its {@link MemoryScope}
 * does, and once that is closed every use throws. Reshapes and leading-axis slices are views of the
 * same memory.
 */
public final class Tensor {
  private final MemoryScope scope;
  private final String name;
  private final DType dtype;
  private final Shape shape;
  private final DeviceBuffer buffer;
  private final long offset;

  Tensor(
      MemoryScope scope, String name, DType dtype, Shape shape, DeviceBuffer buffer, long offset) {
    this.scope = scope;
    this.name = name;
    this.dtype = dtype;
    this.shape = shape;
    this.buffer = buffer;
    this.offset = offset;
  }

  public String name() {
    return name;
  }

  public DType dtype() {
    return dtype;
  }

  public Shape shape() {
    return shape;
  }

  /** Length of the leading axis. */
  public int replicas() {
    return shape.axis(0);
  }

  public MemoryScope scope() {
    return scope;
  }

  /** The memory this tensor lies in; for backends. */
  public DeviceBuffer buffer() {
    return buffer;
  }

  /** Index of the first element in {@link #buffer()}; for backends. */
  public long offset() {
    return offset;
  }

  /**
   * The same elements under another shape.
   *
   * @throws KernelArgumentException if the number of elements differs
   */
  public Tensor reshape(int... axes) {
    Shape other = Shape.of(axes);
    if (other.elements() != shape.elements()) {
      throw new KernelArgumentException(
          "reshape: elements differ: %s %s has %d, %s has %d"
              .formatted(name, shape, shape.elements(), other, other.elements()));
    }
    return new Tensor(scope, name, dtype, other, buffer, offset);
  }

  /**
   * Replicas {@code from} (inclusive) to {@code to} (exclusive).
   *
   * @throws KernelArgumentException if the range is not within the leading axis
   */
  public Tensor slice(int from, int to) {
    if (from < 0 || to < from || to > shape.axis(0)) {
      throw new KernelArgumentException(
          "slice: %d to %d is not within %s %s".formatted(from, to, name, shape));
    }
    int[] axes = shape.toArray();
    axes[0] = to - from;
    return new Tensor(scope, name, dtype, Shape.of(axes), buffer, offset + from * shape.product(1));
  }

  /** Copies all elements from the host, rounding to the device's precision. */
  public void write(double... values) {
    hostAccess("write", DType.FLOAT32, values.length);
    buffer.write(offset, values);
  }

  /** Copies all elements from the host. */
  public void write(float... values) {
    hostAccess("write", DType.FLOAT32, values.length);
    buffer.write(offset, values);
  }

  /** Copies all elements from the host. */
  public void write(int... values) {
    hostAccess("write", DType.INT32, values.length);
    buffer.write(offset, values);
  }

  /** All elements, copied to the host, rounded to float32 where the device holds more. */
  public float[] floats() {
    float[] values = new float[hostAccess("read", DType.FLOAT32, -1)];
    buffer.read(offset, values);
    return values;
  }

  /** All elements, copied to the host, exactly. */
  public double[] doubles() {
    double[] values = new double[hostAccess("read", DType.FLOAT32, -1)];
    buffer.read(offset, values);
    return values;
  }

  /** All elements, copied to the host. */
  public int[] ints() {
    int[] values = new int[hostAccess("read", DType.INT32, -1)];
    buffer.read(offset, values);
    return values;
  }

  private int hostAccess(String verb, DType wanted, int given) {
    scope.requireOpen(verb, this);
    scope.backend().requireNotRecording(verb + " of " + name);
    if (dtype != wanted) {
      throw new KernelArgumentException(
          "%s: %s %s is %s, not %s".formatted(verb, name, shape, dtype, wanted));
    }
    long elements = shape.elements();
    if (given >= 0 && given != elements) {
      throw new KernelArgumentException(
          "%s: elements differ: %s %s has %d, the array has %d"
              .formatted(verb, name, shape, elements, given));
    }
    return Math.toIntExact(elements);
  }

  /** For example {@code decoder.0.weight [16, 1, 200]}. */
  @Override
  public String toString() {
    return name + " " + shape;
  }
}
