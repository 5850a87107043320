package dev.grok.testkit;

import dev.grok.api.Shape;
import java.util.BitSet;
import org.junit.jupiter.api.Test;

/** {@link dev.grok.api.kernel.SamplingKernels}: the reference's choices exactly, all distinct. */
public interface SamplingContract extends BackendContract {
  @Test
  default void chooseWithoutReplacementAgrees() {
    try (Bench bench = new Bench(open())) {
      Sizes.forEach(n -> bench.agree(SamplingCalls.choose(2, n, n)));
      Sizes.forEach(b -> bench.agree(SamplingCalls.choose(2, b, 1025)));
    }
  }

  @Test
  default void chooseWithoutReplacementTakesAnySeedAndCounter() {
    try (Bench bench = new Bench(open())) {
      KernelCall call = SamplingCalls.choose(2, 5, 33);
      bench.agree(
          call.with("seed", Values.ints(Shape.of(2, 2), -1, -1, Integer.MIN_VALUE, 1))
              .with("counter", Values.ints(Shape.of(2), Integer.MAX_VALUE, 0)));
    }
  }

  @Test
  default void chooseWithoutReplacementGivesDistinctIndices() {
    try (Bench bench = new Bench(open())) {
      Values chosen = bench.run(SamplingCalls.choose(3, 100, 207)).get("out");
      for (int r = 0; r < 3; r++) {
        BitSet seen = new BitSet();
        for (int i = 0; i < 100; i++) {
          seen.set((int) chosen.at(r, i));
        }
        if (seen.cardinality() != 100 || seen.length() > 207) {
          throw new AssertionError("replica " + r + " chose " + seen);
        }
      }
    }
  }
}
