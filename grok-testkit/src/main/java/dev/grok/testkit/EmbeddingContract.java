package dev.grok.testkit;

import dev.grok.api.GrokException;
import dev.grok.api.kernel.Write;
import dev.grok.testkit.call.EmbeddingCalls;
import dev.grok.testkit.call.KernelCall;
import dev.grok.testkit.call.LossCalls;
import org.junit.jupiter.api.Test;

/** {@link dev.grok.api.kernel.EmbeddingKernels} against the reference. */
public interface EmbeddingContract extends BackendContract {
  @Test
  default void embeddingForwardAgrees() {
    try (TestedBackend tested = new TestedBackend(open())) {
      Sizes.forEach(
          size -> {
            tested.agree(EmbeddingCalls.forward(2, 5, 2, 4, size));
            tested.agree(EmbeddingCalls.forward(2, size, 2, 4, 5));
          });
      Sizes.upTo(33, size -> tested.agree(EmbeddingCalls.forward(2, 5, size, 4, 3)));
      tested.agree(EmbeddingCalls.forward(3, 40, 2, 207, 1));
    }
  }

  @Test
  default void embeddingBackwardAgrees() {
    try (TestedBackend tested = new TestedBackend(open())) {
      for (Write write : Write.values()) {
        Sizes.forEach(
            size -> {
              tested.agree(EmbeddingCalls.backward(2, 5, 2, 4, size, write));
              tested.agree(EmbeddingCalls.backward(2, size, 2, 4, 5, write));
            });
        Sizes.upTo(33, size -> tested.agree(EmbeddingCalls.backward(2, 5, size, 4, 3, write)));
        tested.agree(EmbeddingCalls.backward(3, 40, 2, 207, 1, write));
        // One row takes everything.
        tested.agree(EmbeddingCalls.backward(2, 33, 2, 1, 17, write));
      }
    }
  }

  @Test
  default void embeddingProductForwardAgrees() {
    try (TestedBackend tested = new TestedBackend(open())) {
      Sizes.upTo(100, d -> tested.agree(EmbeddingCalls.product(2, 3, 4, d)));
      Sizes.forEach(b -> tested.agree(EmbeddingCalls.product(2, b, 4, 3)));
      tested.agree(EmbeddingCalls.product(3, 40, 207, 5));
    }
  }

  @Test
  default void embeddingProductBackwardAgrees() {
    try (TestedBackend tested = new TestedBackend(open())) {
      for (Write write : Write.values()) {
        Sizes.upTo(100, d -> tested.agree(EmbeddingCalls.productGradient(2, 3, 4, d, write)));
        Sizes.forEach(b -> tested.agree(EmbeddingCalls.productGradient(2, b, 4, 3, write)));
        tested.agree(EmbeddingCalls.productGradient(3, 40, 207, 5, write));
        // Both factors are the same matrix.
        tested.agree(EmbeddingCalls.productGradient(2, 33, 1, 7, write));
      }
    }
  }

  @Test
  default void gatherIntsAgrees() {
    try (TestedBackend tested = new TestedBackend(open())) {
      Sizes.forEach(
          size -> {
            tested.agree(EmbeddingCalls.gather(2, size, 7, 2));
            tested.agree(EmbeddingCalls.gather(2, 3, 7, size));
          });
      tested.agree(EmbeddingCalls.gather(3, 9, 1025, 1));
    }
  }

  @Test
  default void idsOutOfRangeAreRefused() {
    KernelCall forward = EmbeddingCalls.forward(2, 3, 2, 5, 4);
    KernelCall backward = EmbeddingCalls.backward(2, 3, 2, 5, 4, Write.OVERWRITE);
    KernelCall gather = EmbeddingCalls.gather(2, 3, 5, 4);
    KernelCall product = EmbeddingCalls.product(2, 3, 5, 4);
    KernelCall productGradient = EmbeddingCalls.productGradient(2, 3, 5, 4, Write.OVERWRITE);
    KernelCall entropy = LossCalls.crossEntropy(2, 3, 5);
    KernelCall entropyGradient = LossCalls.crossEntropyGradient(2, 3, 5);
    try (TestedBackend tested = new TestedBackend(open())) {
      for (int id : new int[] {5, -1, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
        requireRefused(tested, forward, "ids", id);
        requireRefused(tested, backward, "ids", id);
        requireRefused(tested, gather, "index", id);
        requireRefused(tested, product, "ids", id);
        requireRefused(tested, productGradient, "ids", id);
        requireRefused(tested, entropy, "labels", id);
        requireRefused(tested, entropyGradient, "labels", id);
      }
    }
  }

  private void requireRefused(TestedBackend tested, KernelCall call, String operand, int id) {
    KernelCall wrong = call.with(operand, ids -> ids.withInt(ids.length() - 1, id));
    try {
      tested.run(wrong);
    } catch (GrokException e) {
      String message = String.valueOf(e.getMessage());
      for (String part : new String[] {call.kernel(), "" + id, "0..4"}) {
        if (!message.contains(part)) {
          throw new AssertionError(
              "%s with id %d: the sentence does not say '%s': %s"
                  .formatted(call, id, part, message));
        }
      }
      return;
    }
    if (checksIds()) {
      throw new AssertionError("%s takes the %s %d out of 5".formatted(call, operand, id));
    }
  }
}
