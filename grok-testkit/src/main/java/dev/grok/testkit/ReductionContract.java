package dev.grok.testkit;

import dev.grok.api.kernel.ReductionKernels;
import dev.grok.testkit.call.Catalog;
import dev.grok.testkit.call.KernelCall;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@link dev.grok.api.kernel.ReductionKernels} against the reference. */
public interface ReductionContract extends BackendContract {
  @Test
  default void reductionsAgree() {
    TestedBackend.agreesOnEverySize(open(), ReductionKernels.class);
  }

  @Test
  default void reductionsTakeAnyRankAndNotANumber() {
    try (TestedBackend tested = new TestedBackend(open())) {
      for (String kernel : List.of("sum", "dot")) {
        for (String lengths : List.of("R 1 ... 1025", "R 2 ... 3 207", "R 2", "R 1 ... 3 33333")) {
          tested.agree(kernel, lengths);
        }
        KernelCall call = Catalog.call(kernel, "R 2 ... 33");
        tested.agree(call.with(kernel.equals("sum") ? "in" : "a", in -> in.with(40, Double.NaN)));
      }
    }
  }
}
