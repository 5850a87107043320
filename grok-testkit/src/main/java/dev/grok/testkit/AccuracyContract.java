package dev.grok.testkit;

import dev.grok.api.Shape;
import dev.grok.api.kernel.AccuracyKernels;
import dev.grok.testkit.call.Catalog;
import dev.grok.testkit.call.Contents;
import dev.grok.testkit.call.KernelCall;
import dev.grok.testkit.call.Outputs;
import org.junit.jupiter.api.Test;

/** {@link dev.grok.api.kernel.AccuracyKernels} against the reference and against known answers. */
public interface AccuracyContract extends BackendContract {
  @Test
  default void accuraciesAgree() {
    TestedBackend.agreesOnEverySize(open(), AccuracyKernels.class);
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
    try (TestedBackend tested = new TestedBackend(open())) {
      requireCorrect(tested, logits, new int[] {0, 1, 2, 0, 0, 0}, 5);
      requireCorrect(tested, logits, new int[] {1, 2, 0, 1, 1, 1}, 0);
      requireCorrect(tested, logits, new int[] {-1, 3, -1, -1, 3, -1}, 0);
    }
  }

  private static void requireCorrect(
      TestedBackend tested, double[] logits, int[] labels, int correct) {
    KernelCall call =
        Catalog.call("argMaxAccuracy", "R 1 B 6 V 3")
            .with("logits", Contents.floats(Shape.of(1, 6, 3), logits))
            .with("labels", Contents.ints(Shape.of(1, 6), labels));
    requireShare(tested, call, correct / 6.0);
  }

  @Test
  default void nearestTargetTakesTheLowestOfEqualsAndNeverNotANumber() {
    double nan = Double.NaN;
    Contents predictions = Contents.floats(Shape.of(1, 4, 1), 0.5, 2, nan, -3);
    Contents targets = Contents.floats(Shape.of(1, 5, 1), nan, 0, 1, 2, 2);
    KernelCall call =
        Catalog.call("nearestTargetAccuracy", "R 1 B 4 D 1 V 5")
            .with("predictions", predictions)
            .with("targets", targets);
    try (TestedBackend tested = new TestedBackend(open())) {
      requireShare(tested, call.with("labels", Contents.ints(Shape.of(1, 4), 1, 3, 0, 1)), 0.75);
      requireShare(tested, call.with("labels", Contents.ints(Shape.of(1, 4), 2, 4, -1, 0)), 0);
    }
  }

  private static void requireShare(TestedBackend tested, KernelCall call, double share) {
    tested.agree(call);
    Outputs outputs = tested.run(call);
    double actual = outputs.get("accuracy").at(0);
    if ((float) actual != (float) share) {
      throw new AssertionError("%s: accuracy is %s, not %s".formatted(call, actual, share));
    }
  }
}
