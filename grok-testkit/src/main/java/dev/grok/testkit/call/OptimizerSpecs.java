package dev.grok.testkit.call;

import dev.grok.api.Shape;
import java.util.List;

/**
 * What is known of {@link dev.grok.api.kernel.OptimizerKernels}; every replica has its own rates.
 */
final class OptimizerSpecs {
  /** Learning rate, 1 - β₁, 1 - β₂, ε, weight decay; the last ε is of the size of the gradients. */
  private static final double[][] ADAM_RATES = {
    {1e-3, 0.1, 0.001, 1e-8, 0.5}, {0.05, 0.5, 0.02, 1e-6, 3}, {1, 0.02, 0.0001, 0.25, 0.01}
  };

  /** Learning rate, momentum, weight decay. */
  private static final double[][] SGD_RATES = {{0.1, 0.9, 0.5}, {1e-3, 0, 3}, {1, 0.99, 0.01}};

  private static final KernelSpec ADAM =
      KernelSpec.of("adam")
          .contents("v", (random, call, axes) -> random.uniform(0.1, 2, axes))
          .contents("steps", (random, call, axes) -> steps(2, axes[0]))
          .contents("rates", (random, call, axes) -> rates(ADAM_RATES, axes[0]))
          .tolerance("parameter", Tolerances.ADAM_PARAMETER)
          .tolerance("m", Tolerances.ADAM_MOMENT)
          .tolerance("v", Tolerances.ADAM_VARIANCE)
          .flops(call -> 16 * call.elements("R ..."))
          .divisions(call -> 2 * call.elements("R ..."));

  private static final KernelSpec SGD =
      KernelSpec.of("sgd")
          .contents("rates", (random, call, axes) -> rates(SGD_RATES, axes[0]))
          .tolerance("parameter", Tolerances.SGD_PARAMETER)
          .tolerance("buffer", Tolerances.SGD_BUFFER)
          .flops(call -> 8 * call.elements("R ..."));

  static final List<KernelSpec> SPECS = List.of(ADAM, SGD);

  private OptimizerSpecs() {}

  private static Contents steps(int made, int r) {
    return Contents.ints(Shape.of(1), made).gather(new int[r]);
  }

  private static Contents rates(double[][] table, int r) {
    int columns = table[0].length;
    double[] rows = new double[r * columns];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = (float) table[i / columns % table.length][i % columns];
    }
    return Contents.floats(Shape.of(r, columns), rows);
  }
}
