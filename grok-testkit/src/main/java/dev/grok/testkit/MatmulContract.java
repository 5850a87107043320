package dev.grok.testkit;

import dev.grok.api.kernel.Transpose;
import dev.grok.api.kernel.Write;
import org.junit.jupiter.api.Test;

/** {@link dev.grok.api.kernel.MatmulKernels} against the reference. */
public interface MatmulContract extends BackendContract {
  @Test
  default void matmulAgreesOnEverySizeOfEveryAxis() {
    try (Bench bench = new Bench(open())) {
      for (Transpose transpose : Transpose.values()) {
        for (Write write : Write.values()) {
          Sizes.forEach(
              size -> {
                bench.agree(MatmulCalls.matmul(2, size, 5, 6, transpose, write));
                bench.agree(MatmulCalls.matmul(2, 5, size, 6, transpose, write));
                bench.agree(MatmulCalls.matmul(2, 5, 6, size, transpose, write));
              });
        }
      }
    }
  }

  @Test
  default void matmulAgreesWhereSeveralAxesHaveTails() {
    try (Bench bench = new Bench(open())) {
      for (Transpose transpose : Transpose.values()) {
        bench.agree(MatmulCalls.matmul(1, 33, 31, 100, transpose, Write.OVERWRITE));
        bench.agree(MatmulCalls.matmul(1, 100, 33, 13, transpose, Write.ACCUMULATE));
        bench.agree(MatmulCalls.matmul(3, 13, 100, 33, transpose, Write.ACCUMULATE));
        bench.agree(MatmulCalls.matmul(1, 7, 16, 207, transpose, Write.OVERWRITE));
      }
    }
  }

  @Test
  default void matmulOfAnEmptyInnerAxisIsZero() {
    try (Bench bench = new Bench(open())) {
      for (Transpose transpose : Transpose.values()) {
        bench.agree(MatmulCalls.matmul(3, 4, 5, 0, transpose, Write.OVERWRITE));
        bench.agree(MatmulCalls.matmul(3, 4, 5, 0, transpose, Write.ACCUMULATE));
        bench.agree(MatmulCalls.matmul(0, 4, 5, 6, transpose, Write.OVERWRITE));
      }
    }
  }

  @Test
  default void matmulKeepsNotANumberInItsRowAndColumn() {
    try (Bench bench = new Bench(open())) {
      for (Transpose transpose : Transpose.values()) {
        KernelCall call = MatmulCalls.matmul(2, 9, 17, 5, transpose, Write.OVERWRITE);
        bench.agree(call.with("a", a -> a.with(3, Double.NaN)));
        bench.agree(call.with("b", b -> b.with(20, Double.NaN)));
        bench.agree(call.with("a", a -> a.with(3, Double.POSITIVE_INFINITY)));
        bench.agree(
            call.with("a", a -> a.map(x -> 0)).with("b", b -> b.with(0, Double.NEGATIVE_INFINITY)));
      }
    }
  }

  @Test
  default void matmulAgreesOnHugeAndTinyValues() {
    try (Bench bench = new Bench(open())) {
      KernelCall call = MatmulCalls.matmul(2, 9, 17, 33, Transpose.NONE, Write.OVERWRITE);
      bench.agree(call.with("a", a -> a.map(x -> x * 0x1.0p60)));
      bench.agree(call.with("a", a -> a.map(x -> x * 0x1.0p-60)));
      bench.agree(
          call.with("a", a -> a.map(x -> x * 0x1.0p100)).with("b", b -> b.map(x -> x * 0x1.0p-90)));
    }
  }
}
