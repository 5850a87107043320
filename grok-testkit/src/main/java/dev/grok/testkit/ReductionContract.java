package dev.grok.testkit;

import dev.grok.testkit.call.ReductionCalls;
import org.junit.jupiter.api.Test;

/** {@link dev.grok.api.kernel.ReductionKernels} against the reference. */
public interface ReductionContract extends BackendContract {
  @Test
  default void sumAgrees() {
    try (TestedBackend tested = new TestedBackend(open())) {
      Sizes.forEach(size -> tested.agree(ReductionCalls.sum(1, size)));
      Sizes.forEach(size -> tested.agree(ReductionCalls.sum(2, size)));
      Sizes.forEach(size -> tested.agree(ReductionCalls.sum(2, 3, size)));
      tested.agree(ReductionCalls.sum(2));
      tested.agree(ReductionCalls.sum(1, 3, 33_333));
      tested.agree(ReductionCalls.sum(2, 33).with("in", in -> in.with(40, Double.NaN)));
    }
  }

  @Test
  default void dotAgrees() {
    try (TestedBackend tested = new TestedBackend(open())) {
      Sizes.forEach(size -> tested.agree(ReductionCalls.dot(1, size)));
      Sizes.forEach(size -> tested.agree(ReductionCalls.dot(2, size)));
      Sizes.forEach(size -> tested.agree(ReductionCalls.dot(2, 3, size)));
      tested.agree(ReductionCalls.dot(2));
      tested.agree(ReductionCalls.dot(1, 3, 33_333));
      tested.agree(ReductionCalls.dot(2, 33).with("a", a -> a.with(40, Double.NaN)));
    }
  }
}
