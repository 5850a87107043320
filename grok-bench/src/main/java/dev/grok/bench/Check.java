package dev.grok.bench;

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

  /** Of a product of so many elements and more only some rows are computed again. */
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
    KernelCall first = call.calls().get(0);
    if (first.kernel().equals("matmul") && first.shape().elements("M N") >= LARGE) {
      compareSomeRows(by, call, actual.get("c"));
    } else {
      try (Backend reference = Backends.open("reference")) {
        results(reference, call)
            .forEach(
                (operand, expected) ->
                    requireClose(
                        by, call, operand, actual.get(operand).toDoubles(), expected.toDoubles()));
      }
    }
  }

  private static void compareSomeRows(String by, Call call, Contents c) {
    KernelCall product = call.calls().get(0);
    int m = product.shape().length("M");
    int n = product.shape().length("N");
    int k = product.shape().length("K");
    Transpose transpose = product.shape().attribute(Transpose.class);
    Contents a = product.contents("a");
    Contents b = product.contents("b");
    double[] actual = new double[SOME_ROWS * n];
    double[] expected = new double[actual.length];
    for (int i = 0; i < actual.length; i++) {
      int row = (int) ((long) (i / n) * (m - 1) / (SOME_ROWS - 1));
      int column = i % n;
      actual[i] = c.at(row * n + column);
      for (int p = 0; p < k; p++) {
        expected[i] +=
            a.at(transpose.a() ? p * m + row : row * k + p)
                * b.at(transpose.b() ? column * k + p : p * n + column);
      }
    }
    requireClose(by, call, "c", actual, expected);
  }

  private static void requireClose(
      String by, Call call, String operand, double[] actual, double[] expected) {
    int largest = call.contents().values().stream().mapToInt(Contents::length).max().orElseThrow();
    String what = "%s on %s, %s".formatted(call, by, operand);
    requireClose(what, actual, expected, MARGIN * EPSILON * Math.sqrt(largest + 1.0));
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
}
