package dev.grok.testkit;

import dev.grok.api.kernel.AttentionKernels;
import dev.grok.api.kernel.Mask;
import dev.grok.testkit.call.Catalog;
import dev.grok.testkit.call.Contents;
import dev.grok.testkit.call.KernelCall;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@link dev.grok.api.kernel.AttentionKernels} against the reference. */
public interface AttentionContract extends BackendContract {
  @Test
  default void attentionAgrees() {
    TestedBackend.agreesOnEverySize(open(), AttentionKernels.class);
  }

  /** Many tokens, several heads, wide ones, and the paper's transformer with its neighbors. */
  @Test
  default void attentionAgreesOnManyShapes() {
    try (TestedBackend tested = new TestedBackend(open())) {
      for (Mask mask : Mask.values()) {
        for (String kernel : List.of("attentionForward", "attentionBackward")) {
          tested.agree(kernel, "R 1 B 1 H 1 T 1025 C 3", mask);
          tested.agree(kernel, "R 2 B 1 H 2 T 33 C 10", mask);
          tested.agree(kernel, "R 2 B 2 H 3 T 130 C 96", mask);
          tested.agree(kernel, "R 1 B 1 H 1 T 65 C 100", mask);
          for (int d : new int[] {130, 250, 256, 257}) {
            tested.agree(kernel, "R 2 B 3 H 1 T 2 C " + d, mask);
          }
        }
      }
    }
  }

  /** Scores of hundreds: what is not shifted by its maximum overflows. */
  @Test
  default void attentionForwardTakesLargeScores() {
    try (TestedBackend tested = new TestedBackend(open())) {
      for (Mask mask : Mask.values()) {
        for (int t : new int[] {3, 130}) {
          KernelCall call = Catalog.call("attentionForward", "R 2 B 1 H 2 C 18 T " + t, mask);
          tested.agree(call.with("qkv", qkv -> qkv.map(x -> (float) (20 * x))));
        }
      }
    }
  }

  /** A weight that the mask hides has no gradient, and no value that it hides is seen. */
  @Test
  default void aCausalTokenDoesNotDependOnLaterOnes() {
    try (TestedBackend tested = new TestedBackend(open())) {
      for (int t : new int[] {3, 130}) {
        KernelCall call = Catalog.call("attentionForward", "R 1 B 1 H 1 C 9 T " + t, Mask.CAUSAL);
        int row = call.contents("qkv").perReplica() / t;
        Contents changed = call.contents("qkv");
        for (int i = (t - 1) * row; i < t * row; i++) {
          changed = changed.with(i, 3);
        }
        Contents before = tested.run(call).get("out");
        Contents after = tested.run(call.with("qkv", changed)).get("out");
        int first = before.firstDifference(after);
        if (first >= 0 && first < (t - 1) * row / 3) {
          throw new AssertionError(
              "%s: out%s depends on the last token".formatted(call, before.place(first)));
        }
      }
    }
  }
}
