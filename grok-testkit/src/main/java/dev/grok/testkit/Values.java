package dev.grok.testkit;

import dev.grok.api.DType;
import dev.grok.api.Shape;
import dev.grok.api.Tensor;
import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;

/** The contents of a tensor on the host. Floats given by a contract are float32-representable. */
final class Values {
  private final DType dtype;
  private final Shape shape;
  private final double[] floats;
  private final int[] ints;

  private Values(DType dtype, Shape shape, double[] floats, int[] ints) {
    this.dtype = dtype;
    this.shape = shape;
    this.floats = floats;
    this.ints = ints;
  }

  static Values floats(Shape shape, double... elements) {
    return new Values(DType.FLOAT32, shape, elements, new int[0]);
  }

  static Values ints(Shape shape, int... elements) {
    return new Values(DType.INT32, shape, new double[0], elements);
  }

  /** All elements. */
  static Values of(Tensor tensor) {
    return tensor.dtype() == DType.FLOAT32
        ? floats(tensor.shape(), tensor.doubles())
        : ints(tensor.shape(), tensor.ints());
  }

  /** Every element the same; of an int tensor the integer part. */
  static Values constant(DType dtype, Shape shape, double value) {
    int n = Math.toIntExact(shape.elements());
    if (dtype == DType.INT32) {
      int[] elements = new int[n];
      Arrays.fill(elements, (int) value);
      return ints(shape, elements);
    }
    double[] elements = new double[n];
    Arrays.fill(elements, value);
    return floats(shape, elements);
  }

  DType dtype() {
    return dtype;
  }

  Shape shape() {
    return shape;
  }

  int replicas() {
    return shape.axis(0);
  }

  int length() {
    return Math.toIntExact(shape.elements());
  }

  int perReplica() {
    return Math.toIntExact(shape.product(1));
  }

  /** Element i as a number, whatever its type. */
  double at(int i) {
    return dtype == DType.FLOAT32 ? floats[i] : ints[i];
  }

  /** Element i of a replica, or of the one that all share. */
  double at(int replica, int i) {
    return at((replicas() == 1 ? 0 : replica) * perReplica() + i);
  }

  void writeTo(Tensor tensor) {
    if (dtype == DType.FLOAT32) {
      tensor.write(floats);
    } else {
      tensor.write(ints);
    }
  }

  /** The given replica alone; what is shared stays as it is. */
  Values replica(int r) {
    return replicas() == 1 ? this : gather(r);
  }

  /** The given replicas, in that order. */
  Values gather(int... replicas) {
    int n = perReplica();
    int[] axes = shape.toArray();
    axes[0] = replicas.length;
    Values result = constant(dtype, Shape.of(axes), 0);
    for (int r = 0; r < replicas.length; r++) {
      if (dtype == DType.FLOAT32) {
        System.arraycopy(floats, replicas[r] * n, result.floats, r * n, n);
      } else {
        System.arraycopy(ints, replicas[r] * n, result.ints, r * n, n);
      }
    }
    return result;
  }

  /** The same with one float replaced. */
  Values with(int i, double value) {
    double[] changed = floats.clone();
    changed[i] = value;
    return floats(shape, changed);
  }

  /** The same with one int replaced. */
  Values withInt(int i, int value) {
    int[] changed = ints.clone();
    changed[i] = value;
    return ints(shape, changed);
  }

  /** The same with all floats of one replica replaced. */
  Values withReplica(int replica, double value) {
    double[] changed = floats.clone();
    Arrays.fill(changed, replica * perReplica(), (replica + 1) * perReplica(), value);
    return floats(shape, changed);
  }

  /** A single replica's samples in reverse order. */
  Values reversed(int batch) {
    int n = length() / batch;
    Values result = constant(dtype, shape, 0);
    for (int b = 0; b < batch; b++) {
      if (dtype == DType.FLOAT32) {
        System.arraycopy(floats, b * n, result.floats, (batch - 1 - b) * n, n);
      } else {
        System.arraycopy(ints, b * n, result.ints, (batch - 1 - b) * n, n);
      }
    }
    return result;
  }

  /** Every float mapped, the ints as they are. */
  Values map(DoubleUnaryOperator operator) {
    return dtype == DType.INT32
        ? this
        : floats(shape, Arrays.stream(floats).map(operator).toArray());
  }

  /** Index of the first element whose bits differ, or -1. */
  int firstDifference(Values other) {
    return dtype == DType.FLOAT32
        ? Arrays.mismatch(floats, other.floats)
        : Arrays.mismatch(ints, other.ints);
  }

  /** Where element i stands: {@code [1, 0, 7]}. */
  String place(int i) {
    int[] index = new int[shape.rank()];
    int rest = i;
    for (int axis = shape.rank() - 1; axis >= 0; axis--) {
      index[axis] = rest % shape.axis(axis);
      rest /= shape.axis(axis);
    }
    return Arrays.toString(index);
  }
}
