package dev.grok.testkit;

import dev.grok.api.kernel.LossKernels;
import dev.grok.testkit.call.Catalog;
import dev.grok.testkit.call.Comparison;
import dev.grok.testkit.call.KernelCall;
import dev.grok.testkit.call.Outputs;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@link dev.grok.api.kernel.LossKernels} against the reference, and by their properties. */
public interface LossContract extends BackendContract {
  @Test
  default void lossesAgree() {
    TestedBackend.agreesOnEverySize(open(), LossKernels.class);
  }

  @Test
  default void lossesTakeAnyValues() {
    try (TestedBackend tested = new TestedBackend(open())) {
      for (String kernel : List.of("softmaxCrossEntropyForward", "softmaxCrossEntropyBackward")) {
        KernelCall call = Catalog.call(kernel, "R 2 B 5 V 33");
        tested.agree(call.with("logits", z -> z.map(x -> 0)));
        tested.agree(call.with("logits", z -> z.map(x -> (float) (x * 1000))));
        tested.agree(call.with("logits", z -> z.map(x -> (float) (x * 1e36))));
        tested.agree(call.with("logits", z -> z.with(40, Double.NaN)));
      }
      for (String kernel : List.of("meanSquaredErrorForward", "meanSquaredErrorBackward")) {
        KernelCall call = Catalog.call(kernel, "R 2 B 5 D 33");
        tested.agree(call.with("targets", t -> t.with(40, Double.NaN)));
        tested.agree(call.with("targets", t -> t.map(x -> (float) (x * 1e10))));
      }
    }
  }

  /** The logits are multiples of 1/64, so that shifting them rounds nothing. */
  @Test
  default void softmaxCrossEntropyDoesNotSeeACommonShift() {
    try (TestedBackend tested = new TestedBackend(open())) {
      KernelCall call =
          Catalog.call("softmaxCrossEntropyBackward", "R 2 B 5 V 33")
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
            Catalog.call("softmaxCrossEntropyBackward", "R 1 V 19 B " + batch),
            Catalog.call("meanSquaredErrorBackward", "R 1 D 19 B " + batch)
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
