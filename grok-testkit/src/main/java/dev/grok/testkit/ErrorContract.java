package dev.grok.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.grok.api.Backend;
import dev.grok.api.KernelArgumentException;
import dev.grok.api.MemoryScope;
import dev.grok.api.Tensor;
import dev.grok.api.kernel.Kernels;
import dev.grok.api.kernel.WeightDecay;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a user reads when operands do not fit: one sentence, the same on every backend. */
public interface ErrorContract extends BackendContract {
  @Test
  default void operandsThatDoNotFitAreNamedInOneSentence() {
    try (Backend backend = open();
        MemoryScope scope = backend.scope("errors")) {
      KernelNotes notes = new KernelNotes();
      Kernels kernels = notes.noting(backend.kernels());
      WrongCalls wrong = new WrongCalls(scope);
      wrong
          .sentences(kernels)
          .forEach(
              (sentence, call) ->
                  assertThatThrownBy(call::run)
                      .isInstanceOf(KernelArgumentException.class)
                      .hasMessage(sentence));
      notes.requireAll();
    }
  }

  @Test
  default void aTensorOfTheWrongTypeIsRefused() {
    try (Backend backend = open();
        MemoryScope scope = backend.scope("errors")) {
      Tensor floats = scope.floats("floats", 2, 3);
      Tensor ints = scope.ints("ints", 2, 3);
      Map<String, Runnable> calls =
          Map.of(
              "copy: in [2, 3] is INT32, not FLOAT32",
              () -> backend.kernels().copy(floats, ints),
              "fill: out [2, 3] is INT32, not FLOAT32",
              () -> backend.kernels().fill(ints, 1),
              "increment: counter [2] is FLOAT32, not INT32",
              () -> backend.kernels().increment(scope.floats("counter", 2), 1),
              "read: ints [2, 3] is INT32, not FLOAT32",
              ints::floats,
              "write: floats [2, 3] is FLOAT32, not INT32",
              () -> floats.write(new int[6]),
              "write: elements differ: floats [2, 3] has 6, the array has 5",
              () -> floats.write(new float[5]));
      calls.forEach(
          (sentence, call) ->
              assertThatThrownBy(call::run)
                  .isInstanceOf(KernelArgumentException.class)
                  .hasMessage(sentence));
    }
  }

  @Test
  default void anOutputThatOverlapsIsRefused() {
    try (Backend backend = open();
        MemoryScope scope = backend.scope("errors")) {
      Tensor whole = scope.floats("whole", 4, 3);
      whole.write(1f, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12);
      Tensor low = whole.slice(0, 2);
      Tensor middle = whole.slice(1, 3);
      Tensor high = whole.slice(2, 4);
      Kernels kernels = backend.kernels();
      Map<String, Runnable> calls =
          Map.of(
              "copy: out overlaps in: both lie in whole [2, 3]",
              () -> kernels.copy(low, low),
              "add: out overlaps a: both lie in whole [2, 3]",
              () -> kernels.add(low, middle, high),
              "add: out overlaps b: both lie in whole [2, 3]",
              () -> kernels.add(low, low, middle),
              "sgd: parameter overlaps buffer: both lie in whole [2, 3]",
              () -> kernels.sgd(low, low, high, scope.floats("rates", 1, 3), WeightDecay.NONE),
              "sgd: parameter overlaps gradient: both lie in whole [2, 3]",
              () -> kernels.sgd(low, high, middle, scope.floats("rates", 1, 3), WeightDecay.NONE));
      calls.forEach(
          (sentence, call) ->
              assertThatThrownBy(call::run)
                  .isInstanceOf(KernelArgumentException.class)
                  .hasMessage(sentence));
      assertThat(whole.floats()).isEqualTo(new float[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12});
      kernels.copy(low, high);
      assertThat(low.floats()).isEqualTo(high.floats());
    }
  }
}
