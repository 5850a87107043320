package dev.grok.testkit;

import dev.grok.api.kernel.WeightDecay;
import org.junit.jupiter.api.Test;

/** {@link dev.grok.api.kernel.OptimizerKernels} against the reference. */
public interface OptimizerContract extends BackendContract {
  @Test
  default void adamAgrees() {
    try (Bench bench = new Bench(open())) {
      for (WeightDecay decay : WeightDecay.values()) {
        Sizes.forEach(size -> bench.agree(OptimizerCalls.adam(3, 2, decay, size)));
        bench.agree(OptimizerCalls.adam(3, 2, decay));
        bench.agree(OptimizerCalls.adam(3, 2, decay, 3, 0));
        bench.agree(OptimizerCalls.adam(3, 2, decay, 5, 1, 7));
      }
    }
  }

  @Test
  default void adamCorrectsTheBiasAtEveryStep() {
    try (Bench bench = new Bench(open())) {
      for (int steps : new int[] {0, 1, 9, 99, 9_999, 1_000_000, Integer.MAX_VALUE}) {
        bench.agree(OptimizerCalls.adam(3, steps, WeightDecay.DECOUPLED, 33));
      }
    }
  }

  @Test
  default void adamStartsFromZeroMoments() {
    try (Bench bench = new Bench(open())) {
      for (WeightDecay decay : WeightDecay.values()) {
        KernelCall first =
            OptimizerCalls.adam(3, 0, decay, 33)
                .with("m", m -> m.map(x -> 0))
                .with("v", v -> v.map(x -> 0));
        bench.agree(first);
        bench.agree(first.with("gradient", g -> g.map(x -> 0)));
        // √v is then of the size of ε, inside or outside the root.
        bench.agree(first.with("gradient", g -> g.map(x -> (float) (x * 1e-6))));
        bench.agree(first.with("gradient", g -> g.map(x -> (float) (x * 1e6))));
      }
    }
  }

  @Test
  default void adamKeepsNotANumberInItsElement() {
    try (Bench bench = new Bench(open())) {
      KernelCall call = OptimizerCalls.adam(3, 2, WeightDecay.DECOUPLED, 33);
      bench.agree(call.with("gradient", g -> g.with(40, Double.NaN)));
      bench.agree(call.with("gradient", g -> g.with(40, Double.POSITIVE_INFINITY)));
    }
  }

  @Test
  default void sgdAgrees() {
    try (Bench bench = new Bench(open())) {
      for (WeightDecay decay : WeightDecay.values()) {
        Sizes.forEach(size -> bench.agree(OptimizerCalls.sgd(3, decay, size)));
        bench.agree(OptimizerCalls.sgd(3, decay));
        bench.agree(OptimizerCalls.sgd(3, decay, 5, 1, 7));
        KernelCall call = OptimizerCalls.sgd(3, decay, 33);
        bench.agree(call.with("buffer", b -> b.map(x -> 0)));
        bench.agree(call.with("gradient", g -> g.with(40, Double.NaN)));
      }
    }
  }
}
