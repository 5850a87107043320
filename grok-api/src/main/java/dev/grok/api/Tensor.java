package dev.grok.api;

/**
 * A contiguous row-major block of a backend's memory. It owns nothing: its memory scope does, and
 * once that is closed every use throws. Reshapes and leading-axis slices are views of the same
 * memory. Memory scopes make tensors; a tensor of another origin is refused by every kernel. One
 * thread at a time may use it.
 */
public interface Tensor {
  /** The name that its memory scope gave it. */
  String name();

  /** What an element is. */
  DType dtype();

  /** The lengths of its axes. */
  Shape shape();

  /** Length of the leading axis. */
  default int replicas() {
    return shape().axis(0);
  }

  /**
   * The same elements under another shape.
   *
   * @throws KernelArgumentException if the number of elements differs
   */
  Tensor reshape(int... axes);

  /**
   * Replicas {@code from} (inclusive) to {@code to} (exclusive).
   *
   * @throws KernelArgumentException if the range is not within the leading axis
   */
  Tensor slice(int from, int to);

  /** Whether both lie in the same allocation, of which they may be different parts. */
  boolean sharesMemoryWith(Tensor other);

  /** Copies all elements from the host, rounding to the device's precision. */
  void write(double... values);

  /** Copies all elements from the host. */
  void write(float... values);

  /** Copies all elements from the host. */
  void write(int... values);

  /** All elements, copied to the host, rounded to float32 where the device holds more. */
  float[] floats();

  /** All elements, copied to the host, exactly. */
  double[] doubles();

  /** All elements, copied to the host. */
  int[] ints();
}
