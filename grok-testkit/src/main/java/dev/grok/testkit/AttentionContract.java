package dev.grok.testkit;

import dev.grok.api.kernel.Mask;
import dev.grok.testkit.call.AttentionCalls;
import dev.grok.testkit.call.Contents;
import dev.grok.testkit.call.KernelCall;
import org.junit.jupiter.api.Test;

/** {@link dev.grok.api.kernel.AttentionKernels} against the reference. */
public interface AttentionContract extends BackendContract {
  @Test
  default void attentionForwardAgrees() {
    try (TestedBackend tested = new TestedBackend(open())) {
      for (Mask mask : Mask.values()) {
        Sizes.upTo(207, t -> tested.agree(AttentionCalls.forward(2, 1, 2, t, 5, mask)));
        Sizes.upTo(207, d -> tested.agree(AttentionCalls.forward(2, 2, 1, 3, d, mask)));
        Sizes.upTo(33, b -> tested.agree(AttentionCalls.forward(2, b, 1, 2, 9, mask)));
        tested.agree(AttentionCalls.forward(1, 1, 1, 1025, 3, mask));
        tested.agree(AttentionCalls.forward(2, 2, 3, 130, 32, mask));
        tested.agree(AttentionCalls.forward(1, 1, 1, 65, 100, mask));
        // The paper's transformer, and heads a little narrower and wider.
        for (int d : new int[] {130, 250, 256, 257}) {
          tested.agree(AttentionCalls.forward(2, 3, 1, 2, d, mask));
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
          KernelCall call = AttentionCalls.forward(2, 1, 2, t, 9, mask);
          tested.agree(call.with("qkv", qkv -> qkv.map(x -> (float) (20 * x))));
        }
      }
    }
  }

  @Test
  default void attentionBackwardAgrees() {
    try (TestedBackend tested = new TestedBackend(open())) {
      for (Mask mask : Mask.values()) {
        Sizes.upTo(207, t -> tested.agree(AttentionCalls.backward(2, 1, 2, t, 5, mask)));
        Sizes.upTo(207, d -> tested.agree(AttentionCalls.backward(2, 2, 1, 3, d, mask)));
        Sizes.upTo(33, b -> tested.agree(AttentionCalls.backward(2, b, 1, 2, 9, mask)));
        tested.agree(AttentionCalls.backward(1, 1, 1, 1025, 3, mask));
        tested.agree(AttentionCalls.backward(2, 2, 3, 130, 32, mask));
        tested.agree(AttentionCalls.backward(1, 1, 1, 65, 100, mask));
        // The paper's transformer, and heads a little narrower and wider.
        for (int d : new int[] {130, 250, 256, 257}) {
          tested.agree(AttentionCalls.backward(2, 3, 1, 2, d, mask));
        }
      }
    }
  }

  /** A weight that the mask hides has no gradient, and no value that it hides is seen. */
  @Test
  default void aCausalTokenDoesNotDependOnLaterOnes() {
    try (TestedBackend tested = new TestedBackend(open())) {
      for (int t : new int[] {3, 130}) {
        KernelCall call = AttentionCalls.forward(1, 1, 1, t, 9, Mask.CAUSAL);
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
