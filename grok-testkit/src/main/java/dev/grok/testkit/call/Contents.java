package dev.grok.testkit.call;

import dev.grok.api.DType;
import dev.grok.api.Shape;
import dev.grok.api.Tensor;
import dev.grok.api.backend.MemoryScope;
import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;

/** The contents of a tensor on the host. Floats given by a contract are float32-representable. */
public final class Contents {
  private final DType dtype;
  private final Shape shape;
  private final double[] floats;
  private final int[] ints;

  private Contents(DType dtype, Shape shape, double[] floats, int[] ints) {
    this.dtype = dtype;
    this.shape = shape;
    this.floats = floats;
    this.ints = ints;
  }

  public static Contents floats(Shape shape, double... elements) {
    return new Contents(DType.FLOAT32, shape, elements, new int[0]);
  }

  public static Contents ints(Shape shape, int... elements) {
    return new Contents(DType.INT32, shape, new double[0], elements);
  }

  /** All elements. */
  public static Contents of(Tensor tensor) {
    return tensor.dtype() == DType.FLOAT32
        ? floats(tensor.shape(), tensor.doubles())
        : ints(tensor.shape(), tensor.ints());
  }

  /** Every element the same; of an int tensor the integer part. */
  public static Contents constant(DType dtype, Shape shape, double value) {
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

  public DType dtype() {
    return dtype;
  }

  public Shape shape() {
    return shape;
  }

  public int replicas() {
    return shape.axis(0);
  }

  public int length() {
    return Math.toIntExact(shape.elements());
  }

  public int perReplica() {
    return Math.toIntExact(shape.product(1));
  }

  /** Element i as a number, whatever its type. */
  public double at(int i) {
    return dtype == DType.FLOAT32 ? floats[i] : ints[i];
  }

  /** Element i of a replica, or of the one that all share. */
  public double at(int replica, int i) {
    return at((replicas() == 1 ? 0 : replica) * perReplica() + i);
  }

  public void writeTo(Tensor tensor) {
    if (dtype == DType.FLOAT32) {
      tensor.write(floats);
    } else {
      tensor.write(ints);
    }
  }

  /** A tensor of R replicas, each with these contents, which are those of one. */
  public Tensor upload(MemoryScope scope, String name, int replicas) {
    int[] axes = shape.toArray();
    axes[0] = replicas;
    Tensor tensor = dtype == DType.FLOAT32 ? scope.floats(name, axes) : scope.ints(name, axes);
    for (int r = 0; r < replicas; r++) {
      writeTo(tensor.slice(r, r + 1));
    }
    return tensor;
  }

  /** All elements as numbers, whatever their type. */
  public double[] toDoubles() {
    return dtype == DType.FLOAT32 ? floats.clone() : Arrays.stream(ints).asDoubleStream().toArray();
  }

  /** The given replica alone; what is shared stays as it is. */
  public Contents replica(int r) {
    return replicas() == 1 ? this : gather(r);
  }

  /** The given replicas, in that order. */
  public Contents gather(int... replicas) {
    int n = perReplica();
    int[] axes = shape.toArray();
    axes[0] = replicas.length;
    Contents result = constant(dtype, Shape.of(axes), 0);
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
  public Contents with(int i, double value) {
    double[] changed = floats.clone();
    changed[i] = value;
    return floats(shape, changed);
  }

  /** The same with one int replaced. */
  public Contents withInt(int i, int value) {
    int[] changed = ints.clone();
    changed[i] = value;
    return ints(shape, changed);
  }

  /** The same with all floats of one replica replaced. */
  public Contents withReplica(int replica, double value) {
    double[] changed = floats.clone();
    Arrays.fill(changed, replica * perReplica(), (replica + 1) * perReplica(), value);
    return floats(shape, changed);
  }

  /** A single replica's samples in reverse order. */
  public Contents reversed(int batch) {
    int n = length() / batch;
    Contents result = constant(dtype, shape, 0);
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
  public Contents map(DoubleUnaryOperator operator) {
    return dtype == DType.INT32
        ? this
        : floats(shape, Arrays.stream(floats).map(operator).toArray());
  }

  /** Index of the first element whose bits differ, or -1. */
  public int firstDifference(Contents other) {
    return dtype == DType.FLOAT32
        ? Arrays.mismatch(floats, other.floats)
        : Arrays.mismatch(ints, other.ints);
  }

  /** Where element i stands: {@code [1, 0, 7]}. */
  public String place(int i) {
    int[] index = new int[shape.rank()];
    int rest = i;
    for (int axis = shape.rank() - 1; axis >= 0; axis--) {
      index[axis] = rest % shape.axis(axis);
      rest /= shape.axis(axis);
    }
    return Arrays.toString(index);
  }
}
