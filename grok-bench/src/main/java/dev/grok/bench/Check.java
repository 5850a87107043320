package dev.grok.bench;

import dev.grok.api.Shape;
import dev.grok.api.Tensor;
import dev.grok.api.backend.Backend;
import dev.grok.api.backend.Backends;
import dev.grok.api.backend.MemoryScope;
import dev.grok.api.kernel.Transpose;
import dev.grok.testkit.call.Catalog;
import dev.grok.testkit.call.Contents;
import dev.grok.testkit.call.KernelCall;
import dev.grok.testkit.call.Outputs;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Compares results with the reference backend's, by norms: roundings of a chain of length K add up
 * like a random walk to ε √K, and eight times as much is allowed, K being at most the elements of
 * the largest operand. The contract of grok-testkit is stricter; this one only keeps a wrong result
 * from being timed.
 */
final class Check {
  private static final double EPSILON = 0x1p-24;
  private static final double MARGIN = 8;

  /** Of a product of so many elements and more the reference computes only some rows. */
  private static final int LARGE = 1 << 20;

  private static final int SOME_ROWS = 16;

  private Check() {}

  /**
   * Makes the call once.
   *
   * @throws IllegalStateException if the result is not the reference's
   */
  static void against(Backend backend, Call call) {
    against(backend.name(), call, results(backend, call));
  }

  /**
   * Compares what somebody has computed from the call's contents.
   *
   * @param actual the operands that the call changes, after it
   */
  static void against(String by, Call call, Outputs actual) {
    try (Backend reference = Backends.open("reference")) {
      if (isLargeProduct(call)) {
        KernelCall product = call.calls().get(0);
        Call some = new Call(call.name(), someRows(product));
        Outputs rows = new Outputs(Map.of("c", rowsOf(actual.get("c"), product)));
        compare(by, call, rows, results(reference, some));
      } else {
        compare(by, call, actual, results(reference, call));
      }
    }
  }

  private static void compare(String by, Call call, Outputs actual, Outputs expected) {
    int largest = call.contents().values().stream().mapToInt(Contents::length).max().orElseThrow();
    expected.forEach(
        (operand, contents) ->
            requireClose(
                "%s on %s, %s".formatted(call, by, operand),
                actual.get(operand).toDoubles(),
                contents.toDoubles(),
                MARGIN * EPSILON * Math.sqrt(largest + 1.0)));
  }

  /** The operands that a call changes, after it, workspaces left out. */
  private static Outputs results(Backend backend, Call call) {
    try (MemoryScope scope = backend.scope("check")) {
      Map<String, Tensor> tensors = call.upload(scope);
      call.run(backend.kernels(), tensors);
      backend.synchronize();
      Map<String, Contents> results = new LinkedHashMap<>();
      for (KernelCall part : call.calls()) {
        for (KernelCall.Operand output : part.outputs()) {
          if (Catalog.of(part.kernel()).specifies(output.name())) {
            results.put(output.name(), Contents.of(Call.tensor(tensors, output.name())));
          }
        }
      }
      return new Outputs(results);
    }
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

  private static boolean isLargeProduct(Call call) {
    KernelCall first = call.calls().get(0);
    return first.kernel().equals("matmul") && first.shape().elements("M N") >= LARGE;
  }

  /** Row i of the few that are compared, of m. */
  private static int row(int i, int m) {
    return (int) ((long) i * (m - 1) / (SOME_ROWS - 1));
  }

  /** The product of some rows of its first factor. */
  private static KernelCall someRows(KernelCall product) {
    int m = product.shape().length("M");
    int k = product.shape().length("K");
    Transpose transpose = product.shape().attribute(Transpose.class);
    Contents a = product.contents("a");
    double[] rows = new double[SOME_ROWS * k];
    for (int i = 0; i < SOME_ROWS; i++) {
      for (int p = 0; p < k; p++) {
        int from = transpose.a() ? p * m + row(i, m) : row(i, m) * k + p;
        rows[transpose.a() ? p * SOME_ROWS + i : i * k + p] = a.at(from);
      }
    }
    Shape shape = transpose.a() ? Shape.of(1, k, SOME_ROWS) : Shape.of(1, SOME_ROWS, k);
    return Catalog.of("matmul")
        .call(product.shape().lengths().with("M", SOME_ROWS), transpose)
        .with("a", Contents.floats(shape, rows))
        .with("b", product.contents("b"));
  }

  private static Contents rowsOf(Contents c, KernelCall product) {
    int m = product.shape().length("M");
    int n = product.shape().length("N");
    double[] rows = new double[SOME_ROWS * n];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = c.at(row(i / n, m) * n + i % n);
    }
    return Contents.floats(Shape.of(1, SOME_ROWS, n), rows);
  }
}
