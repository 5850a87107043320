package dev.grok.testkit;

import dev.grok.testkit.call.Comparison;
import dev.grok.testkit.call.KernelCall;
import dev.grok.testkit.call.LossCalls;
import dev.grok.testkit.call.Outputs;
import org.junit.jupiter.api.Test;

/** {@link dev.grok.api.kernel.LossKernels} against the reference, and by their properties. */
public interface LossContract extends BackendContract {
  @Test
  default void meanSquaredErrorForwardAgrees() {
    try (TestedBackend tested = new TestedBackend(open())) {
      Sizes.forEach(
          size -> {
            tested.agree(LossCalls.squaredError(2, 3, size));
            tested.agree(LossCalls.squaredError(2, size, 3));
          });
      tested.agree(
          LossCalls.squaredError(2, 5, 33).with("targets", t -> t.map(x -> (float) (x * 1e10))));
      tested.agree(LossCalls.squaredError(2, 5, 33).with("targets", t -> t.with(40, Double.NaN)));
    }
  }

  @Test
  default void meanSquaredErrorBackwardAgrees() {
    try (TestedBackend tested = new TestedBackend(open())) {
      Sizes.forEach(
          size -> {
            tested.agree(LossCalls.squaredErrorGradient(2, 3, size));
            tested.agree(LossCalls.squaredErrorGradient(2, size, 3));
          });
      tested.agree(
          LossCalls.squaredErrorGradient(2, 5, 33).with("targets", t -> t.with(40, Double.NaN)));
    }
  }

  @Test
  default void softmaxCrossEntropyForwardAgrees() {
    try (TestedBackend tested = new TestedBackend(open())) {
      Sizes.forEach(
          size -> {
            tested.agree(LossCalls.crossEntropy(2, 3, Math.max(size, 1)));
            tested.agree(LossCalls.crossEntropy(2, size, 3));
          });
      KernelCall call = LossCalls.crossEntropy(2, 5, 33);
      tested.agree(call.with("logits", z -> z.map(x -> 0)));
      tested.agree(call.with("logits", z -> z.map(x -> (float) (x * 1000))));
      tested.agree(call.with("logits", z -> z.map(x -> (float) (x * 1e36))));
      tested.agree(call.with("logits", z -> z.with(40, Double.NaN)));
    }
  }

  @Test
  default void softmaxCrossEntropyBackwardAgrees() {
    try (TestedBackend tested = new TestedBackend(open())) {
      Sizes.forEach(
          size -> {
            tested.agree(LossCalls.crossEntropyGradient(2, 3, Math.max(size, 1)));
            tested.agree(LossCalls.crossEntropyGradient(2, size, 3));
          });
      KernelCall call = LossCalls.crossEntropyGradient(2, 5, 33);
      tested.agree(call.with("logits", z -> z.map(x -> 0)));
      tested.agree(call.with("logits", z -> z.map(x -> (float) (x * 1000))));
      tested.agree(call.with("logits", z -> z.map(x -> (float) (x * 1e36))));
      tested.agree(call.with("logits", z -> z.with(40, Double.NaN)));
    }
  }

  /** The logits are multiples of 1/64, so that shifting them rounds nothing. */
  @Test
  default void softmaxCrossEntropyDoesNotSeeACommonShift() {
    try (TestedBackend tested = new TestedBackend(open())) {
      KernelCall call =
          LossCalls.crossEntropyGradient(2, 5, 33)
              .with("logits", z -> z.map(x -> Math.rint(x * 64) / 64));
      Comparison.sameBits(
          call + " after a shift of all logits by 1024",
          tested.run(call.with("logits", z -> z.map(x -> x + 1024))),
          tested.run(call));
    }
  }

  /** Sample b of the reversed batch gets the gradient of sample B - 1 - b. */
  @Test
  default void gradientsFollowAPermutationOfTheBatch() {
    int batch = 7;
    try (TestedBackend tested = new TestedBackend(open())) {
      for (KernelCall call :
          new KernelCall[] {
            LossCalls.crossEntropyGradient(1, batch, 19),
            LossCalls.squaredErrorGradient(1, batch, 19)
          }) {
        KernelCall reversed =
            call.mapped(
                o ->
                    o.name().equals("dLoss") || o.written()
                        ? o
                        : o.with(o.contents().reversed(batch)));
        String output = call.outputs().get(0).name();
        Outputs actual = tested.run(reversed);
        Outputs expected = tested.run(call);
        Comparison.sameBits(
            call + " with its batch reversed: " + output,
            actual.get(output),
            expected.get(output).reversed(batch));
      }
    }
  }
}
