package dev.grok.testkit;

import dev.grok.api.kernel.MatmulKernels;
import dev.grok.api.kernel.Transpose;
import dev.grok.api.kernel.Write;
import dev.grok.testkit.call.Catalog;
import dev.grok.testkit.call.KernelCall;
import org.junit.jupiter.api.Test;

/** {@link dev.grok.api.kernel.MatmulKernels} against the reference. */
public interface MatmulContract extends BackendContract {
  @Test
  default void matmulAgreesOnEverySizeOfEveryAxis() {
    TestedBackend.agreesOnEverySize(open(), MatmulKernels.class);
  }

  @Test
  default void matmulAgreesWhereSeveralAxesHaveTails() {
    try (TestedBackend tested = new TestedBackend(open())) {
      for (Transpose transpose : Transpose.values()) {
        tested.agree("matmul", "R 1 M 33 N 31 K 100", transpose, Write.OVERWRITE);
        tested.agree("matmul", "R 1 M 100 N 33 K 13", transpose, Write.ACCUMULATE);
        tested.agree("matmul", "R 3 M 13 N 100 K 33", transpose, Write.ACCUMULATE);
        tested.agree("matmul", "R 1 M 7 N 16 K 207", transpose, Write.OVERWRITE);
      }
    }
  }

  @Test
  default void matmulOfAnEmptyInnerAxisIsZero() {
    try (TestedBackend tested = new TestedBackend(open())) {
      for (Transpose transpose : Transpose.values()) {
        tested.agree("matmul", "R 3 M 4 N 5 K 0", transpose, Write.OVERWRITE);
        tested.agree("matmul", "R 3 M 4 N 5 K 0", transpose, Write.ACCUMULATE);
        tested.agree("matmul", "R 0 M 4 N 5 K 6", transpose, Write.OVERWRITE);
      }
    }
  }

  @Test
  default void matmulKeepsNotANumberInItsRowAndColumn() {
    try (TestedBackend tested = new TestedBackend(open())) {
      for (Transpose transpose : Transpose.values()) {
        KernelCall call = Catalog.call("matmul", "R 2 M 9 N 17 K 5", transpose, Write.OVERWRITE);
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
      KernelCall call =
          Catalog.call("matmul", "R 2 M 9 N 17 K 33", Transpose.NONE, Write.OVERWRITE);
      tested.agree(call.with("a", a -> a.map(x -> x * 0x1.0p60)));
      tested.agree(call.with("a", a -> a.map(x -> x * 0x1.0p-60)));
      tested.agree(
          call.with("a", a -> a.map(x -> x * 0x1.0p100)).with("b", b -> b.map(x -> x * 0x1.0p-90)));
    }
  }
}
