package dev.grok.bench;

import dev.grok.api.MemoryScope;
import dev.grok.api.Tensor;
import java.util.Random;
import java.util.function.ToDoubleFunction;

/**
 * An operand of a benchmarked call.
 *
 * @param role what the kernel does with it
 * @param ints whether its elements are ints
 * @param axes its shape
 * @param element draws one element
 */
record Operand(Role role, boolean ints, ToDoubleFunction<Random> element, int... axes) {
  /** What a kernel does with an operand. */
  enum Role {
    READ,
    WRITTEN,
    UPDATED
  }

  static Operand read(int... axes) {
    return new Operand(Role.READ, false, Operand::signed, axes);
  }

  static Operand written(int... axes) {
    return new Operand(Role.WRITTEN, false, random -> 0, axes);
  }

  static Operand updated(int... axes) {
    return new Operand(Role.UPDATED, false, Operand::signed, axes);
  }

  /** Ids or labels below the given number. */
  static Operand indices(int below, int... axes) {
    return new Operand(Role.READ, true, random -> random.nextInt(below), axes);
  }

  static Operand writtenInts(int... axes) {
    return new Operand(Role.WRITTEN, true, random -> 0, axes);
  }

  static Operand updatedInts(int... axes) {
    return new Operand(Role.UPDATED, true, random -> 0, axes);
  }

  /** The same with other contents. */
  Operand of(ToDoubleFunction<Random> other) {
    return new Operand(role, ints, other, axes);
  }

  /** Uniform on [-1, 1), in single precision. */
  static double signed(Random random) {
    return 2 * random.nextFloat() - 1;
  }

  int elements() {
    int product = 1;
    for (int axis : axes) {
      product = Math.multiplyExact(product, axis);
    }
    return product;
  }

  /** Bytes it holds. */
  double bytes() {
    return 4.0 * elements();
  }

  /** Contents; the same for the same random numbers. */
  double[] draw(Random random) {
    double[] values = new double[elements()];
    for (int i = 0; i < values.length; i++) {
      values[i] = element.applyAsDouble(random);
    }
    return values;
  }

  /** A tensor of a backend with the given contents. */
  Tensor upload(MemoryScope scope, String name, double[] values) {
    if (!ints) {
      Tensor tensor = scope.floats(name, axes);
      tensor.write(values);
      return tensor;
    }
    Tensor tensor = scope.ints(name, axes);
    int[] whole = new int[values.length];
    for (int i = 0; i < whole.length; i++) {
      whole[i] = (int) values[i];
    }
    tensor.write(whole);
    return tensor;
  }
}
