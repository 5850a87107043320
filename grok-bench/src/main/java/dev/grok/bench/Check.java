package dev.grok.bench;

import dev.grok.api.Backend;
import dev.grok.api.Backends;
import dev.grok.api.DType;
import dev.grok.api.MemoryScope;
import dev.grok.api.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Compares results with the reference backend's, by norms: roundings of a chain of length K add up
 * like a random walk to ε √K, and eight times as much is allowed. The contract of grok-testkit is
 * stricter; this one only keeps a wrong result from being timed.
 */
final class Check {
  private static final double EPSILON = 0x1p-24;
  private static final double MARGIN = 8;

  /** Of a product of so many elements and more the reference computes only some rows. */
  private static final int LARGE = 1 << 20;

  private static final int SOME_ROWS = 16;

  private Check() {}

  /** The contents of the call's operands, always the same. */
  static List<double[]> contents(Call call) {
    Random random = new Random(call.name().hashCode());
    List<double[]> contents = new ArrayList<>();
    for (Operand operand : call.operands()) {
      contents.add(operand.draw(random));
    }
    return contents;
  }

  /** The call's operands on a backend. */
  static Tensor[] upload(MemoryScope scope, Call call, List<double[]> contents) {
    Tensor[] tensors = new Tensor[contents.size()];
    for (int i = 0; i < tensors.length; i++) {
      tensors[i] = call.operands().get(i).upload(scope, "operand " + i, contents.get(i));
    }
    return tensors;
  }

  /**
   * Makes the call once.
   *
   * @throws IllegalStateException if the result is not the reference's
   */
  static void against(Backend backend, Call call) {
    List<double[]> contents = contents(call);
    against(backend.name(), call, results(backend, call, contents));
  }

  /**
   * Compares what somebody has computed from {@link #contents}.
   *
   * @param actual the operands after the call; those behind the last output may be left out
   */
  static void against(String by, Call call, List<double[]> actual) {
    List<double[]> contents = contents(call);
    boolean rows = call.name().startsWith("matmul") && call.operands().get(0).elements() >= LARGE;
    try (Backend reference = Backends.open("reference")) {
      List<double[]> expected =
          rows ? someRows(reference, call, contents) : results(reference, call, contents);
      for (int i = 0; i < expected.size(); i++) {
        if (call.operands().get(i).role() == Operand.Role.READ) {
          continue;
        }
        double[] compared = rows ? rowsOf(actual.get(i), call) : actual.get(i);
        requireClose(
            "%s on %s, operand %d".formatted(call, by, i),
            compared,
            expected.get(i),
            MARGIN * EPSILON * Math.sqrt(call.depth() + 1.0));
      }
    }
  }

  private static List<double[]> results(Backend backend, Call call, List<double[]> contents) {
    try (MemoryScope scope = backend.scope("check")) {
      Tensor[] tensors = upload(scope, call, contents);
      call.body().call(backend.kernels(), tensors);
      backend.synchronize();
      List<double[]> results = new ArrayList<>();
      for (Tensor tensor : tensors) {
        results.add(values(tensor));
      }
      return results;
    }
  }

  private static double[] values(Tensor tensor) {
    if (tensor.dtype() == DType.FLOAT32) {
      return tensor.doubles();
    }
    int[] whole = tensor.ints();
    double[] values = new double[whole.length];
    for (int i = 0; i < whole.length; i++) {
      values[i] = whole[i];
    }
    return values;
  }

  /** Fails unless the norm of the difference is within the tolerance, relative to the expected. */
  static void requireClose(String what, double[] actual, double[] expected, double tolerance) {
    double difference = 0;
    double norm = 0;
    for (int i = 0; i < expected.length; i++) {
      double d = actual[i] - expected[i];
      difference += d * d;
      norm += expected[i] * expected[i];
    }
    double error = Math.sqrt(difference);
    if (!(error <= tolerance * Math.sqrt(norm))) {
      throw new IllegalStateException(
          "%s differs from the reference by %.3g of its norm, allowed are %.3g"
              .formatted(what, error / Math.sqrt(norm), tolerance));
    }
  }

  /** Row i of the few that are compared, of m. */
  private static int row(int i, int m) {
    return (int) ((long) i * (m - 1) / (SOME_ROWS - 1));
  }

  /** The chosen rows of a product: [16, N]. */
  private static List<double[]> someRows(Backend reference, Call call, List<double[]> contents) {
    int m = call.operands().get(0).axes()[1];
    int n = call.operands().get(0).axes()[2];
    int k = call.depth();
    boolean transposed = call.name().endsWith(" A");
    double[] a = new double[SOME_ROWS * k];
    for (int i = 0; i < SOME_ROWS; i++) {
      for (int p = 0; p < k; p++) {
        int from = transposed ? p * m + row(i, m) : row(i, m) * k + p;
        a[transposed ? p * SOME_ROWS + i : i * k + p] = contents.get(1)[from];
      }
    }
    Operand few = transposed ? Operand.read(1, k, SOME_ROWS) : Operand.read(1, SOME_ROWS, k);
    Call smaller =
        new Call(
            call.name(),
            List.of(Operand.written(1, SOME_ROWS, n), few, call.operands().get(2)),
            k,
            call.body());
    return results(reference, smaller, List.of(new double[SOME_ROWS * n], a, contents.get(2)));
  }

  private static double[] rowsOf(double[] product, Call call) {
    int m = call.operands().get(0).axes()[1];
    int n = call.operands().get(0).axes()[2];
    if (product.length != m * n) {
      return product;
    }
    double[] rows = new double[SOME_ROWS * n];
    for (int i = 0; i < SOME_ROWS; i++) {
      System.arraycopy(product, row(i, m) * n, rows, i * n, n);
    }
    return rows;
  }
}
