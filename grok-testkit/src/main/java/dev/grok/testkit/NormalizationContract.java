package dev.grok.testkit;

import dev.grok.api.kernel.NormalizationKernels;
import dev.grok.api.kernel.Write;
import dev.grok.testkit.call.Catalog;
import dev.grok.testkit.call.KernelCall;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@link dev.grok.api.kernel.NormalizationKernels} against the reference. */
public interface NormalizationContract extends BackendContract {
  @Test
  default void normsAgree() {
    TestedBackend.agreesOnEverySize(open(), NormalizationKernels.class);
  }

  @Test
  default void gradientsOfNormsAgreeOnLongRows() {
    try (TestedBackend tested = new TestedBackend(open())) {
      for (String kernel : List.of("layerNormBackward", "rmsNormBackward")) {
        tested.agree(kernel, "R 1 B 2 C 1025", Write.OVERWRITE, Write.ACCUMULATE);
        tested.agree(kernel, "R 1 B 2 C 1025", Write.ACCUMULATE, Write.OVERWRITE);
      }
    }
  }

  @Test
  default void layerNormForwardDoesNotCancel() {
    try (TestedBackend tested = new TestedBackend(open())) {
      KernelCall call = Catalog.call("layerNormForward", "R 2 B 3 C 100");
      // The mean square and the square of the mean agree in all digits of a float32.
      tested.agree(call.with("in", in -> in.map(x -> (float) (1000 + 0.01 * x))));
      tested.agree(call.with("in", in -> in.map(x -> (float) (x * 1e12))));
      // Only epsilon is left of the variance.
      tested.agree(call.with("in", in -> in.map(x -> 0.75)));
      tested.agree(call.with("in", in -> in.map(x -> (float) (x * 1e-4))));
      tested.agree(call.with("in", in -> in.with(40, Double.NaN)));
    }
  }

  @Test
  default void rmsNormForwardTakesLargeAndSmallValues() {
    try (TestedBackend tested = new TestedBackend(open())) {
      KernelCall call = Catalog.call("rmsNormForward", "R 2 B 3 C 100");
      tested.agree(call.with("in", in -> in.map(x -> (float) (x * 1e12))));
      // Only epsilon is left of the mean square.
      tested.agree(call.with("in", in -> in.map(x -> (float) (x * 1e-4))));
      tested.agree(call.with("in", in -> in.with(40, Double.NaN)));
    }
  }
}
