package dev.grok.testkit;

import java.util.List;
import org.junit.jupiter.api.Test;

/** {@link dev.grok.api.kernel.ElementwiseKernels} against the reference. */
public interface ElementwiseContract extends BackendContract {
  @Test
  default void elementwiseKernelsAgree() {
    try (Bench bench = new Bench(open())) {
      Sizes.forEach(
          size -> {
            bench.agree(ElementwiseCalls.fill(2, size));
            bench.agree(ElementwiseCalls.copy(2, size));
            bench.agree(ElementwiseCalls.add(2, size));
            bench.agree(ElementwiseCalls.multiply(2, size));
            bench.agree(ElementwiseCalls.divide(2, size));
            bench.agree(ElementwiseCalls.scale(2, size));
            bench.agree(ElementwiseCalls.addScaled(2, size));
          });
    }
  }

  @Test
  default void elementwiseKernelsTakeAnyRank() {
    try (Bench bench = new Bench(open())) {
      for (int[] rest : new int[][] {{}, {3, 5}, {2, 3, 4}, {3, 0, 2}}) {
        bench.agree(ElementwiseCalls.fill(2, rest));
        bench.agree(ElementwiseCalls.copy(2, rest));
        bench.agree(ElementwiseCalls.add(2, rest));
        bench.agree(ElementwiseCalls.multiply(2, rest));
        bench.agree(ElementwiseCalls.divide(2, rest));
        bench.agree(ElementwiseCalls.scale(2, rest));
        bench.agree(ElementwiseCalls.addScaled(2, rest));
      }
    }
  }

  @Test
  default void elementwiseKernelsWorkInPlace() {
    try (Bench bench = new Bench(open())) {
      for (KernelCall call :
          List.of(
              ElementwiseCalls.add(3, 33),
              ElementwiseCalls.multiply(3, 33),
              ElementwiseCalls.divide(3, 33),
              ElementwiseCalls.addScaled(3, 33))) {
        bench.agreeInPlace(call, "out", "a");
        bench.agreeInPlace(call, "out", "b");
      }
      bench.agreeInPlace(ElementwiseCalls.scale(3, 33), "out", "in");
    }
  }

  @Test
  default void elementwiseKernelsFollowTheRulesOfFloatingPoint() {
    try (Bench bench = new Bench(open())) {
      KernelCall divide = ElementwiseCalls.divide(2, 33);
      bench.agree(divide.with("b", b -> b.map(x -> 0)));
      bench.agree(divide.with("a", a -> a.map(x -> 0)).with("b", b -> b.map(x -> 0)));
      bench.agree(ElementwiseCalls.add(2, 33).with("a", a -> a.map(x -> x * 0x1.0p120)));
      bench.agree(ElementwiseCalls.multiply(2, 33).with("a", a -> a.with(40, Double.NaN)));
      bench.agree(
          ElementwiseCalls.multiply(2, 33)
              .with("a", a -> a.map(x -> x < 0 ? Double.NEGATIVE_INFINITY : x)));
    }
  }
}
