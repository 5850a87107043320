package dev.grok.testkit;

import dev.grok.api.kernel.Transpose;
import dev.grok.api.kernel.Write;
import dev.grok.testkit.call.KernelCall;
import dev.grok.testkit.call.MatmulCalls;
import org.junit.jupiter.api.Test;

/** {@link dev.grok.api.kernel.MatmulKernels} against the reference. */
public interface MatmulContract extends BackendContract {
  @Test
  default void matmulAgreesOnEverySizeOfEveryAxis() {
    try (TestedBackend tested = new TestedBackend(open())) {
      for (Transpose transpose : Transpose.values()) {
        for (Write write : Write.values()) {
          Sizes.forEach(
              size -> {
                tested.agree(MatmulCalls.matmul(2, size, 5, 6, transpose, write));
                tested.agree(MatmulCalls.matmul(2, 5, size, 6, transpose, write));
                tested.agree(MatmulCalls.matmul(2, 5, 6, size, transpose, write));
              });
        }
      }
    }
  }

  @Test
  default void matmulAgreesWhereSeveralAxesHaveTails() {
    try (TestedBackend tested = new TestedBackend(open())) {
      for (Transpose transpose : Transpose.values()) {
        tested.agree(MatmulCalls.matmul(1, 33, 31, 100, transpose, Write.OVERWRITE));
        tested.agree(MatmulCalls.matmul(1, 100, 33, 13, transpose, Write.ACCUMULATE));
        tested.agree(MatmulCalls.matmul(3, 13, 100, 33, transpose, Write.ACCUMULATE));
        tested.agree(MatmulCalls.matmul(1, 7, 16, 207, transpose, Write.OVERWRITE));
      }
    }
  }

  @Test
  default void matmulOfAnEmptyInnerAxisIsZero() {
    try (TestedBackend tested = new TestedBackend(open())) {
      for (Transpose transpose : Transpose.values()) {
        tested.agree(MatmulCalls.matmul(3, 4, 5, 0, transpose, Write.OVERWRITE));
        tested.agree(MatmulCalls.matmul(3, 4, 5, 0, transpose, Write.ACCUMULATE));
        tested.agree(MatmulCalls.matmul(0, 4, 5, 6, transpose, Write.OVERWRITE));
      }
    }
  }

  @Test
  default void matmulKeepsNotANumberInItsRowAndColumn() {
    try (TestedBackend tested = new TestedBackend(open())) {
      for (Transpose transpose : Transpose.values()) {
        KernelCall call = MatmulCalls.matmul(2, 9, 17, 5, transpose, Write.OVERWRITE);
        tested.agree(call.with("a", a -> a.with(3, Double.NaN)));
        tested.agree(call.with("b", b -> b.with(20, Double.NaN)));
        tested.agree(call.with("a", a -> a.with(3, Double.POSITIVE_INFINITY)));
        tested.agree(
            call.with("a", a -> a.map(x -> 0)).with("b", b -> b.with(0, Double.NEGATIVE_INFINITY)));
      }
    }
  }

  @Test
  default void matmulAgreesOnHugeAndTinyValues() {
    try (TestedBackend tested = new TestedBackend(open())) {
      KernelCall call = MatmulCalls.matmul(2, 9, 17, 33, Transpose.NONE, Write.OVERWRITE);
      tested.agree(call.with("a", a -> a.map(x -> x * 0x1.0p60)));
      tested.agree(call.with("a", a -> a.map(x -> x * 0x1.0p-60)));
      tested.agree(
          call.with("a", a -> a.map(x -> x * 0x1.0p100)).with("b", b -> b.map(x -> x * 0x1.0p-90)));
    }
  }
}
