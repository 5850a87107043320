package dev.grok.testkit;

import dev.grok.api.Shape;
import org.junit.jupiter.api.Test;

/** {@link dev.grok.api.kernel.AccuracyKernels} against the reference and against known answers. */
public interface AccuracyContract extends BackendContract {
  @Test
  default void nearestTargetAccuracyAgrees() {
    try (Bench bench = new Bench(open())) {
      Sizes.forEach(size -> bench.agree(AccuracyCalls.nearestTarget(2, size, 3, 4)));
      Sizes.forEach(size -> bench.agree(AccuracyCalls.nearestTarget(2, 9, size, 4)));
      Sizes.forEach(size -> bench.agree(AccuracyCalls.nearestTarget(2, 9, 3, Math.max(size, 1))));
    }
  }

  @Test
  default void argMaxAccuracyAgrees() {
    try (Bench bench = new Bench(open())) {
      Sizes.forEach(size -> bench.agree(AccuracyCalls.argMax(2, size, 3)));
      Sizes.forEach(size -> bench.agree(AccuracyCalls.argMax(2, 9, Math.max(size, 1))));
    }
  }

  /** A label outside the classes is never right, nor is any label of a sample of NaN alone. */
  @Test
  default void argMaxTakesTheLowestOfEqualsAndNeverNotANumber() {
    double nan = Double.NaN;
    double low = Double.NEGATIVE_INFINITY;
    double[] logits = {
      1, 1, 0, //
      0, 2, 2, //
      nan, 5, 6, //
      nan, nan, nan, //
      low, low, low, //
      7, nan, 1
    };
    try (Bench bench = new Bench(open())) {
      requireCorrect(bench, logits, new int[] {0, 1, 2, 0, 0, 0}, 5);
      requireCorrect(bench, logits, new int[] {1, 2, 0, 1, 1, 1}, 0);
      requireCorrect(bench, logits, new int[] {-1, 3, -1, -1, 3, -1}, 0);
    }
  }

  private static void requireCorrect(Bench bench, double[] logits, int[] labels, int correct) {
    KernelCall call =
        AccuracyCalls.argMax(1, 6, 3)
            .with("logits", Values.floats(Shape.of(1, 6, 3), logits))
            .with("labels", Values.ints(Shape.of(1, 6), labels));
    requireShare(bench, call, correct / 6.0);
  }

  @Test
  default void nearestTargetTakesTheLowestOfEqualsAndNeverNotANumber() {
    double nan = Double.NaN;
    Values predictions = Values.floats(Shape.of(1, 4, 1), 0.5, 2, nan, -3);
    Values targets = Values.floats(Shape.of(1, 5, 1), nan, 0, 1, 2, 2);
    KernelCall call =
        AccuracyCalls.nearestTarget(1, 4, 1, 5)
            .with("predictions", predictions)
            .with("targets", targets);
    try (Bench bench = new Bench(open())) {
      requireShare(bench, call.with("labels", Values.ints(Shape.of(1, 4), 1, 3, 0, 1)), 0.75);
      requireShare(bench, call.with("labels", Values.ints(Shape.of(1, 4), 2, 4, -1, 0)), 0);
    }
  }

  private static void requireShare(Bench bench, KernelCall call, double share) {
    bench.agree(call);
    Outputs outputs = bench.run(call);
    double actual = outputs.get("accuracy").at(0);
    if ((float) actual != (float) share) {
      throw new AssertionError("%s: accuracy is %s, not %s".formatted(call, actual, share));
    }
  }
}
