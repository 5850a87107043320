package dev.grok.testkit;

import dev.grok.api.GrokException;
import dev.grok.api.kernel.EmbeddingKernels;
import dev.grok.testkit.call.Catalog;
import dev.grok.testkit.call.KernelCall;
import java.lang.reflect.Method;
import org.junit.jupiter.api.Test;

/** {@link dev.grok.api.kernel.EmbeddingKernels} against the reference. */
public interface EmbeddingContract extends BackendContract {
  @Test
  default void embeddingsAgree() {
    TestedBackend.agreesOnEverySize(open(), EmbeddingKernels.class);
  }

  /** One row takes everything, both factors are the same matrix, and rows that nobody asks for. */
  @Test
  default void embeddingsAgreeOnFewAndManyRows() {
    try (TestedBackend tested = new TestedBackend(open())) {
      for (Method kernel : EmbeddingKernels.class.getDeclaredMethods()) {
        for (int rows : new int[] {1, 207, 1025}) {
          Catalog.of(kernel.getName())
              .callsOfEverySize(33)
              .map(call -> call.shape().lengths().with("V", rows))
              .forEach(lengths -> tested.agree(Catalog.of(kernel.getName()).call(lengths)));
        }
      }
    }
  }

  /** Every operand of ids or labels, in every kernel that has one. */
  @Test
  default void idsOutOfRangeAreRefused() {
    try (TestedBackend tested = new TestedBackend(open())) {
      for (KernelCall call : Catalog.calls(2)) {
        for (KernelCall.Operand operand : call.operands()) {
          String letter = operand.parameter().below();
          if (!letter.isEmpty()) {
            int below = call.shape().length(letter);
            for (int id : new int[] {below, -1, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
              requireRefused(tested, call, operand.name(), id, below);
            }
          }
        }
      }
    }
  }

  private void requireRefused(
      TestedBackend tested, KernelCall call, String operand, int id, int below) {
    KernelCall wrong = call.with(operand, ids -> ids.withInt(ids.length() - 1, id));
    try {
      tested.run(wrong);
    } catch (GrokException e) {
      String message = String.valueOf(e.getMessage());
      for (String part : new String[] {call.kernel(), "" + id, "0.." + (below - 1)}) {
        if (!message.contains(part)) {
          throw new AssertionError(
              "%s with id %d: the sentence does not say '%s': %s"
                  .formatted(call, id, part, message));
        }
      }
      return;
    }
    if (checksIds()) {
      throw new AssertionError("%s takes the %s %d out of %d".formatted(call, operand, id, below));
    }
  }
}
