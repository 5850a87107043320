package dev.grok.testkit;

import dev.grok.api.kernel.ElementwiseKernels;
import dev.grok.testkit.call.Catalog;
import dev.grok.testkit.call.KernelCall;
import java.lang.reflect.Method;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@link dev.grok.api.kernel.ElementwiseKernels} against the reference. */
public interface ElementwiseContract extends BackendContract {
  @Test
  default void elementwiseKernelsAgree() {
    TestedBackend.agreesOnEverySize(open(), ElementwiseKernels.class);
  }

  @Test
  default void elementwiseKernelsTakeAnyRank() {
    try (TestedBackend tested = new TestedBackend(open())) {
      for (Method kernel : ElementwiseKernels.class.getDeclaredMethods()) {
        for (String lengths : List.of("R 2", "R 2 ... 3 5", "R 2 ... 2 3 4", "R 2 ... 3 0 2")) {
          tested.agree(kernel.getName(), lengths);
        }
      }
    }
  }

  @Test
  default void elementwiseKernelsWorkInPlace() {
    try (TestedBackend tested = new TestedBackend(open())) {
      for (Method kernel : ElementwiseKernels.class.getDeclaredMethods()) {
        KernelCall call = Catalog.call(kernel.getName(), "R 3 ... 33");
        for (String input : call.shape().signature().operands().get(0).mayBe()) {
          tested.agreeInPlace(call, "out", input);
        }
      }
    }
  }

  @Test
  default void elementwiseKernelsFollowTheRulesOfFloatingPoint() {
    try (TestedBackend tested = new TestedBackend(open())) {
      KernelCall divide = Catalog.call("divide", "R 2 ... 33");
      tested.agree(divide.with("b", b -> b.map(x -> 0)));
      tested.agree(divide.with("a", a -> a.map(x -> 0)).with("b", b -> b.map(x -> 0)));
      tested.agree(Catalog.call("add", "R 2 ... 33").with("a", a -> a.map(x -> x * 0x1.0p120)));
      tested.agree(Catalog.call("multiply", "R 2 ... 33").with("a", a -> a.with(40, Double.NaN)));
      tested.agree(
          Catalog.call("multiply", "R 2 ... 33")
              .with("a", a -> a.map(x -> x < 0 ? Double.NEGATIVE_INFINITY : x)));
    }
  }
}
