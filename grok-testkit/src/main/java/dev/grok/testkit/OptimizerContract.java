package dev.grok.testkit;

import dev.grok.api.kernel.WeightDecay;
import dev.grok.testkit.call.KernelCall;
import dev.grok.testkit.call.OptimizerCalls;
import org.junit.jupiter.api.Test;

/** {@link dev.grok.api.kernel.OptimizerKernels} against the reference. */
public interface OptimizerContract extends BackendContract {
  @Test
  default void adamAgrees() {
    try (TestedBackend tested = new TestedBackend(open())) {
      for (WeightDecay decay : WeightDecay.values()) {
        Sizes.forEach(size -> tested.agree(OptimizerCalls.adam(3, 2, decay, size)));
        tested.agree(OptimizerCalls.adam(3, 2, decay));
        tested.agree(OptimizerCalls.adam(3, 2, decay, 3, 0));
        tested.agree(OptimizerCalls.adam(3, 2, decay, 5, 1, 7));
      }
    }
  }

  @Test
  default void adamCorrectsTheBiasAtEveryStep() {
    try (TestedBackend tested = new TestedBackend(open())) {
      for (int steps : new int[] {0, 1, 9, 99, 9_999, 1_000_000, Integer.MAX_VALUE}) {
        tested.agree(OptimizerCalls.adam(3, steps, WeightDecay.DECOUPLED, 33));
      }
    }
  }

  @Test
  default void adamStartsFromZeroMoments() {
    try (TestedBackend tested = new TestedBackend(open())) {
      for (WeightDecay decay : WeightDecay.values()) {
        KernelCall first =
            OptimizerCalls.adam(3, 0, decay, 33)
                .with("m", m -> m.map(x -> 0))
                .with("v", v -> v.map(x -> 0));
        tested.agree(first);
        tested.agree(first.with("gradient", g -> g.map(x -> 0)));
        // √v is then of the size of ε, inside or outside the root.
        tested.agree(first.with("gradient", g -> g.map(x -> (float) (x * 1e-6))));
        tested.agree(first.with("gradient", g -> g.map(x -> (float) (x * 1e6))));
      }
    }
  }

  @Test
  default void adamKeepsNotANumberInItsElement() {
    try (TestedBackend tested = new TestedBackend(open())) {
      KernelCall call = OptimizerCalls.adam(3, 2, WeightDecay.DECOUPLED, 33);
      tested.agree(call.with("gradient", g -> g.with(40, Double.NaN)));
      tested.agree(call.with("gradient", g -> g.with(40, Double.POSITIVE_INFINITY)));
    }
  }

  @Test
  default void sgdAgrees() {
    try (TestedBackend tested = new TestedBackend(open())) {
      for (WeightDecay decay : WeightDecay.values()) {
        Sizes.forEach(size -> tested.agree(OptimizerCalls.sgd(3, decay, size)));
        tested.agree(OptimizerCalls.sgd(3, decay));
        tested.agree(OptimizerCalls.sgd(3, decay, 5, 1, 7));
        KernelCall call = OptimizerCalls.sgd(3, decay, 33);
        tested.agree(call.with("buffer", b -> b.map(x -> 0)));
        tested.agree(call.with("gradient", g -> g.with(40, Double.NaN)));
      }
    }
  }
}
