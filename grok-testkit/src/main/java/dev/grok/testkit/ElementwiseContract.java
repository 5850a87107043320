package dev.grok.testkit;

import dev.grok.testkit.call.ElementwiseCalls;
import dev.grok.testkit.call.KernelCall;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@link dev.grok.api.kernel.ElementwiseKernels} against the reference. */
public interface ElementwiseContract extends BackendContract {
  @Test
  default void elementwiseKernelsAgree() {
    try (TestedBackend tested = new TestedBackend(open())) {
      Sizes.forEach(
          size -> {
            tested.agree(ElementwiseCalls.fill(2, size));
            tested.agree(ElementwiseCalls.copy(2, size));
            tested.agree(ElementwiseCalls.add(2, size));
            tested.agree(ElementwiseCalls.multiply(2, size));
            tested.agree(ElementwiseCalls.divide(2, size));
            tested.agree(ElementwiseCalls.scale(2, size));
            tested.agree(ElementwiseCalls.addScaled(2, size));
          });
    }
  }

  @Test
  default void elementwiseKernelsTakeAnyRank() {
    try (TestedBackend tested = new TestedBackend(open())) {
      for (int[] rest : new int[][] {{}, {3, 5}, {2, 3, 4}, {3, 0, 2}}) {
        tested.agree(ElementwiseCalls.fill(2, rest));
        tested.agree(ElementwiseCalls.copy(2, rest));
        tested.agree(ElementwiseCalls.add(2, rest));
        tested.agree(ElementwiseCalls.multiply(2, rest));
        tested.agree(ElementwiseCalls.divide(2, rest));
        tested.agree(ElementwiseCalls.scale(2, rest));
        tested.agree(ElementwiseCalls.addScaled(2, rest));
      }
    }
  }

  @Test
  default void elementwiseKernelsWorkInPlace() {
    try (TestedBackend tested = new TestedBackend(open())) {
      for (KernelCall call :
          List.of(
              ElementwiseCalls.add(3, 33),
              ElementwiseCalls.multiply(3, 33),
              ElementwiseCalls.divide(3, 33),
              ElementwiseCalls.addScaled(3, 33))) {
        tested.agreeInPlace(call, "out", "a");
        tested.agreeInPlace(call, "out", "b");
      }
      tested.agreeInPlace(ElementwiseCalls.scale(3, 33), "out", "in");
    }
  }

  @Test
  default void elementwiseKernelsFollowTheRulesOfFloatingPoint() {
    try (TestedBackend tested = new TestedBackend(open())) {
      KernelCall divide = ElementwiseCalls.divide(2, 33);
      tested.agree(divide.with("b", b -> b.map(x -> 0)));
      tested.agree(divide.with("a", a -> a.map(x -> 0)).with("b", b -> b.map(x -> 0)));
      tested.agree(ElementwiseCalls.add(2, 33).with("a", a -> a.map(x -> x * 0x1.0p120)));
      tested.agree(ElementwiseCalls.multiply(2, 33).with("a", a -> a.with(40, Double.NaN)));
      tested.agree(
          ElementwiseCalls.multiply(2, 33)
              .with("a", a -> a.map(x -> x < 0 ? Double.NEGATIVE_INFINITY : x)));
    }
  }
}
