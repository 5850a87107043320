package dev.grok.api;

import java.util.Arrays;
import java.util.stream.Collectors;

/** The lengths of a tensor's axes, row-major; the first axis counts replicas. Immutable. */
public final class Shape {
  private final int[] axes;

  private Shape(int[] axes) {
    this.axes = axes;
  }

  /**
   * A shape of the given axes.
   *
   * @throws IllegalArgumentException if there is no axis, one is negative, or the number of
   *     elements overflows a long
   */
  public static Shape of(int... axes) {
    if (axes.length == 0) {
      throw new IllegalArgumentException("a shape has at least one axis");
    }
    for (int axis : axes) {
      if (axis < 0) {
        throw new IllegalArgumentException("negative axis in shape " + Arrays.toString(axes));
      }
    }
    return new Shape(axes.clone());
  }

  /** Number of axes. */
  public int rank() {
    return axes.length;
  }

  /** Length of axis i. */
  public int axis(int i) {
    return axes[i];
  }

  /** Product of all axes. */
  public long elements() {
    return product(0);
  }

  /** Product of the axes from the given one on; 1 behind the last. */
  public long product(int from) {
    long n = 1;
    for (int i = from; i < axes.length; i++) {
      n = Math.multiplyExact(n, (long) axes[i]);
    }
    return n;
  }

  /** A copy of the axes. */
  public int[] toArray() {
    return axes.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Shape shape && Arrays.equals(axes, shape.axes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(axes);
  }

  /** For example {@code [4, 32, 64]}. */
  @Override
  public String toString() {
    return Arrays.stream(axes)
        .mapToObj(Integer::toString)
        .collect(Collectors.joining(", ", "[", "]"));
  }
}
