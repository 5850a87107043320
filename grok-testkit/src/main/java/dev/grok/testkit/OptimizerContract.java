package dev.grok.testkit;

import dev.grok.api.Shape;
import dev.grok.api.kernel.OptimizerKernels;
import dev.grok.api.kernel.WeightDecay;
import dev.grok.testkit.call.Catalog;
import dev.grok.testkit.call.Contents;
import dev.grok.testkit.call.KernelCall;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@link dev.grok.api.kernel.OptimizerKernels} against the reference. */
public interface OptimizerContract extends BackendContract {
  @Test
  default void optimizersAgree() {
    TestedBackend.agreesOnEverySize(open(), OptimizerKernels.class);
  }

  @Test
  default void optimizersTakeAnyRank() {
    try (TestedBackend tested = new TestedBackend(open())) {
      for (WeightDecay decay : WeightDecay.values()) {
        for (String lengths : List.of("R 3", "R 3 ... 3 0", "R 3 ... 5 1 7")) {
          tested.agree("adam", lengths, decay);
          tested.agree("sgd", lengths, decay);
        }
        KernelCall call = Catalog.call("sgd", "R 3 ... 33", decay);
        tested.agree(call.with("buffer", b -> b.map(x -> 0)));
        tested.agree(call.with("gradient", g -> g.with(40, Double.NaN)));
      }
    }
  }

  @Test
  default void adamCorrectsTheBiasAtEveryStep() {
    try (TestedBackend tested = new TestedBackend(open())) {
      for (int steps : new int[] {0, 1, 9, 99, 9_999, 1_000_000, Integer.MAX_VALUE}) {
        tested.agree(adam(steps, WeightDecay.DECOUPLED));
      }
    }
  }

  @Test
  default void adamStartsFromZeroMoments() {
    try (TestedBackend tested = new TestedBackend(open())) {
      for (WeightDecay decay : WeightDecay.values()) {
        KernelCall first =
            adam(0, decay).with("m", m -> m.map(x -> 0)).with("v", v -> v.map(x -> 0));
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
      KernelCall call = adam(2, WeightDecay.DECOUPLED);
      tested.agree(call.with("gradient", g -> g.with(40, Double.NaN)));
      tested.agree(call.with("gradient", g -> g.with(40, Double.POSITIVE_INFINITY)));
    }
  }

  private static KernelCall adam(int steps, WeightDecay decay) {
    return Catalog.call("adam", "R 3 ... 33", decay)
        .with("steps", Contents.ints(Shape.of(3), steps, steps, steps));
  }
}
