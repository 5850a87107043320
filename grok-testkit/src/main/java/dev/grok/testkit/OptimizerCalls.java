package dev.grok.testkit;

import dev.grok.api.Shape;
import dev.grok.api.kernel.WeightDecay;

/** Calls of {@link dev.grok.api.kernel.OptimizerKernels}; every replica has its own rates. */
final class OptimizerCalls {
  /** Learning rate, 1 - β₁, 1 - β₂, ε, weight decay; the last ε is of the size of the gradients. */
  private static final double[][] ADAM = {
    {1e-3, 0.1, 0.001, 1e-8, 0.5}, {0.05, 0.5, 0.02, 1e-6, 3}, {1, 0.02, 0.0001, 0.25, 0.01}
  };

  /** Learning rate, momentum, weight decay. */
  private static final double[][] SGD = {{0.1, 0.9, 0.5}, {1e-3, 0, 3}, {1, 0.99, 0.01}};

  private OptimizerCalls() {}

  static KernelCall adam(int r, int steps, WeightDecay decay, int... rest) {
    Draw draw = new Draw(steps);
    int[] axes = Shapes.prepend(r, rest);
    return KernelCall.of("adam")
        .updated("parameter", Tolerances.adamParameter(decay), draw.floats(axes))
        .updated("m", Tolerances.adamMoment(decay), draw.floats(axes))
        .updated("v", Tolerances.adamVariance(decay), draw.uniform(0.1, 2, axes))
        .readOwn("gradient", draw.floats(axes))
        .read("steps", Values.ints(Shape.of(1), steps).gather(new int[r]))
        .read("rates", rates(ADAM, r))
        .calls("" + decay, (kernels, t) -> kernels.adam(t[0], t[1], t[2], t[3], t[4], t[5], decay));
  }

  static KernelCall sgd(int r, WeightDecay decay, int... rest) {
    Draw draw = new Draw(r);
    int[] axes = Shapes.prepend(r, rest);
    return KernelCall.of("sgd")
        .updated("parameter", Tolerances.sgdParameter(decay), draw.floats(axes))
        .updated("buffer", Tolerances.sgdBuffer(decay), draw.floats(axes))
        .readOwn("gradient", draw.floats(axes))
        .read("rates", rates(SGD, r))
        .calls("" + decay, (kernels, t) -> kernels.sgd(t[0], t[1], t[2], t[3], decay));
  }

  private static Values rates(double[][] table, int r) {
    int columns = table[0].length;
    double[] rows = new double[r * columns];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = (float) table[i / columns % table.length][i % columns];
    }
    return Values.floats(Shape.of(r, columns), rows);
  }
}
