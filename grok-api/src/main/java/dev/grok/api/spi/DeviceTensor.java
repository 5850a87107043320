package dev.grok.api.spi;

import dev.grok.api.DType;
import dev.grok.api.GrokException;
import dev.grok.api.KernelArgumentException;
import dev.grok.api.Shape;
import dev.grok.api.Tensor;

/**
 * A tensor as a backend sees it: elements {@code offset} and following of a buffer. Every tensor
 * that reaches a backend's kernels is one.
 */
public final class DeviceTensor implements Tensor {
  private final Owner owner;
  private final String name;
  private final DType dtype;
  private final Shape shape;
  private final DeviceBuffer buffer;
  private final long offset;

  /** What owns the memory, as far as its tensors ask. */
  public interface Owner {
    /** The memory scope's name. */
    String name();

    /** Whether the memory has not been freed yet. */
    boolean isOpen();

    /** The open backend that the memory belongs to, by identity. */
    Object backend();

    /**
     * Refuses what is impossible while kernel calls are recorded.
     *
     * @throws GrokException if they are
     */
    void requireNotRecording(String what);
  }

  /** Made by memory scopes. */
  public DeviceTensor(
      Owner owner, String name, DType dtype, Shape shape, DeviceBuffer buffer, long offset) {
    this.owner = owner;
    this.name = name;
    this.dtype = dtype;
    this.shape = shape;
    this.buffer = buffer;
    this.offset = offset;
  }

  /** The tensor that a kernel was given, as a backend sees it. */
  public static DeviceTensor of(Tensor tensor) {
    return (DeviceTensor) tensor;
  }

  /** What owns its memory. */
  public Owner owner() {
    return owner;
  }

  /** The memory it lies in. */
  public DeviceBuffer buffer() {
    return buffer;
  }

  /** Index of its first element in {@link #buffer()}. */
  public long offset() {
    return offset;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public DType dtype() {
    return dtype;
  }

  @Override
  public Shape shape() {
    return shape;
  }

  @Override
  public Tensor reshape(int... axes) {
    Shape other = Shape.of(axes);
    if (other.elements() != shape.elements()) {
      throw new KernelArgumentException(
          "reshape: elements differ: %s %s has %d, %s has %d"
              .formatted(name, shape, shape.elements(), other, other.elements()));
    }
    return new DeviceTensor(owner, name, dtype, other, buffer, offset);
  }

  @Override
  public Tensor slice(int from, int to) {
    if (from < 0 || to < from || to > shape.axis(0)) {
      throw new KernelArgumentException(
          "slice: %d to %d is not within %s %s".formatted(from, to, name, shape));
    }
    int[] axes = shape.toArray();
    axes[0] = to - from;
    return new DeviceTensor(
        owner, name, dtype, Shape.of(axes), buffer, offset + from * shape.product(1));
  }

  @Override
  public boolean sharesMemoryWith(Tensor other) {
    return other instanceof DeviceTensor tensor && tensor.buffer == buffer;
  }

  @Override
  public void write(double... values) {
    hostAccess("write", DType.FLOAT32, values.length);
    buffer.write(offset, values);
  }

  @Override
  public void write(float... values) {
    hostAccess("write", DType.FLOAT32, values.length);
    buffer.write(offset, values);
  }

  @Override
  public void write(int... values) {
    hostAccess("write", DType.INT32, values.length);
    buffer.write(offset, values);
  }

  @Override
  public float[] floats() {
    float[] values = new float[hostAccess("read", DType.FLOAT32, -1)];
    buffer.read(offset, values);
    return values;
  }

  @Override
  public double[] doubles() {
    double[] values = new double[hostAccess("read", DType.FLOAT32, -1)];
    buffer.read(offset, values);
    return values;
  }

  @Override
  public int[] ints() {
    int[] values = new int[hostAccess("read", DType.INT32, -1)];
    buffer.read(offset, values);
    return values;
  }

  private int hostAccess(String verb, DType wanted, int given) {
    if (!owner.isOpen()) {
      throw new GrokException(
          "%s: %s is used after its memory scope '%s' was closed"
              .formatted(verb, this, owner.name()));
    }
    owner.requireNotRecording(verb + " of " + name);
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
