package dev.grok.models.io;

import dev.grok.api.GrokException;
import java.util.Arrays;

/**
 * A tensor in host memory, as it stands in a file.
 *
 * @param type of the stored elements
 * @param shape lengths of its axes
 * @param values all elements, row-major; doubles whatever the stored type
 */
public record HostTensor(Type type, int[] shape, double[] values) {
  /** Stored element types, named as in safetensors. */
  public enum Type {
    F32(4),
    F64(8),
    I32(4),
    I64(8);

    final int bytes;

    Type(int bytes) {
      this.bytes = bytes;
    }
  }

  public HostTensor {
    if (Arrays.stream(shape).asLongStream().reduce(1, Math::multiplyExact) != values.length) {
      throw new IllegalArgumentException(
          "shape %s does not hold %d values".formatted(Arrays.toString(shape), values.length));
    }
    shape = shape.clone();
    values = values.clone();
  }

  /** A float32 tensor; values are rounded when written. */
  public static HostTensor floats(int[] shape, double[] values) {
    return new HostTensor(Type.F32, shape, values);
  }

  /** A tensor that keeps every bit: float32 if that holds all values, else float64. */
  public static HostTensor exact(int[] shape, double[] values) {
    boolean single =
        Arrays.stream(values).allMatch(v -> Double.isNaN(v) || Double.compare((float) v, v) == 0);
    return new HostTensor(single ? Type.F32 : Type.F64, shape, values);
  }

  /** An int32 tensor. */
  public static HostTensor ints(int[] shape, int[] values) {
    return new HostTensor(Type.I32, shape, Arrays.stream(values).asDoubleStream().toArray());
  }

  @Override
  public int[] shape() {
    return shape.clone();
  }

  @Override
  public double[] values() {
    return values.clone();
  }

  /** All elements as ints. */
  public int[] intValues() {
    return Arrays.stream(values).mapToInt(v -> (int) v).toArray();
  }

  /** A row for each index of the first axis; further axes are flattened. */
  public double[][] rows() {
    int length = shape[0] == 0 ? 0 : values.length / shape[0];
    double[][] rows = new double[shape[0]][];
    Arrays.setAll(rows, i -> Arrays.copyOfRange(values, i * length, (i + 1) * length));
    return rows;
  }

  /** The transposed matrix. */
  public HostTensor transposed() {
    int rows = shape[0];
    int columns = shape[1];
    double[] result = new double[values.length];
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        result[j * rows + i] = values[i * columns + j];
      }
    }
    return new HostTensor(type, new int[] {columns, rows}, result);
  }

  /**
   * Checks the shape.
   *
   * @throws GrokException naming the tensor and both shapes
   */
  public void requireShape(String name, int... expected) {
    if (!Arrays.equals(shape, expected)) {
      throw new GrokException(
          "tensor '%s' has shape %s, expected %s"
              .formatted(name, Arrays.toString(shape), Arrays.toString(expected)));
    }
  }

  /**
   * Checks that no element is NaN or infinite.
   *
   * @throws GrokException naming the tensor and the first such element
   */
  public void requireFinite(String name) {
    for (int i = 0; i < values.length; i++) {
      if (!Double.isFinite(values[i])) {
        throw new GrokException(
            "tensor '%s' is not finite: element %d is %s".formatted(name, i, values[i]));
      }
    }
  }
}
