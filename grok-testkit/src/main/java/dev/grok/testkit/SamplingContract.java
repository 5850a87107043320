package dev.grok.testkit;

import dev.grok.api.Shape;
import java.util.Arrays;
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

  @Test
  default void shuffledBatchAgrees() {
    try (Bench bench = new Bench(open())) {
      Sizes.forEach(
          n -> {
            bench.agree(SamplingCalls.shuffled(2, n, n));
            bench.agree(SamplingCalls.shuffled(2, 0, n));
            bench.agree(SamplingCalls.shuffled(2, Math.min(n, 1), n));
          });
      Sizes.forEach(b -> bench.agree(SamplingCalls.shuffled(2, b, 1025)));
      bench.agree(
          SamplingCalls.shuffled(2, 5, 33)
              .with("seed", Values.ints(Shape.of(2, 2), -1, -1, Integer.MIN_VALUE, 1))
              .with("steps", Values.ints(Shape.of(2), Integer.MAX_VALUE, 0)));
    }
  }

  @Test
  default void anEpochOfShuffledBatchesTakesEverySampleOnceAndTheNextInAnotherOrder() {
    int n = 103;
    int b = 10;
    try (Bench bench = new Bench(open())) {
      KernelCall call = SamplingCalls.shuffled(1, b, n);
      int[][] epochs = new int[2][n / b * b];
      Values workspace = call.values("workspace");
      for (int step = 0; step < 2 * (n / b); step++) {
        KernelCall fresh = call.with("steps", Values.ints(Shape.of(1), step));
        Outputs outputs = bench.run(fresh.with("workspace", workspace));
        Comparison.sameBits("shuffledBatch resumed", bench.run(fresh), outputs);
        workspace = outputs.get("workspace");
        for (int i = 0; i < b; i++) {
          epochs[step / (n / b)][step % (n / b) * b + i] = (int) outputs.get("out").at(i);
        }
      }
      for (int[] epoch : epochs) {
        long distinct = Arrays.stream(epoch).filter(i -> i >= 0 && i < n).distinct().count();
        if (distinct != epoch.length) {
          throw new AssertionError("an epoch is " + Arrays.toString(epoch));
        }
      }
      if (Arrays.equals(epochs[0], epochs[1])) {
        throw new AssertionError("two epochs have the order " + Arrays.toString(epochs[0]));
      }
    }
  }

  /** A workspace that holds the epoch's order is used as it is. */
  @Test
  default void shuffledBatchKeepsTheOrderOfItsEpoch() {
    try (Bench bench = new Bench(open())) {
      KernelCall call = SamplingCalls.shuffled(1, 2, 5).with("steps", Values.ints(Shape.of(1), 1));
      bench.agree(call.with("workspace", Values.ints(Shape.of(1, 6), 0, 1, 2, 3, 4, 1)));
      bench.agree(call.with("workspace", Values.ints(Shape.of(1, 6), 0, 1, 2, 3, 4, 2)));
    }
  }

  @Test
  default void choosingAndShufflingAreDrawnFromDifferentStreams() {
    try (Bench bench = new Bench(open())) {
      KernelCall choose =
          SamplingCalls.choose(1, 207, 207).with("counter", Values.ints(Shape.of(1), 0));
      KernelCall shuffle = SamplingCalls.shuffled(1, 207, 207).with("seed", choose.values("seed"));
      if (bench.run(choose).get("out").firstDifference(bench.run(shuffle).get("out")) < 0) {
        throw new AssertionError("the first epoch is the first choice");
      }
    }
  }

  @Test
  default void dropoutAgrees() {
    try (Bench bench = new Bench(open())) {
      Sizes.forEach(n -> bench.agree(SamplingCalls.dropout(3, n)));
      bench.agree(SamplingCalls.dropout(3, 3, 0));
      bench.agree(SamplingCalls.dropout(2, 5, 1, 7));
      bench.agree(SamplingCalls.dropout(2, 9_001));
      bench.agreeInPlace(SamplingCalls.dropout(3, 5, 33), "out", "in");
    }
  }

  @Test
  default void dropoutTakesAnyRateSeedCounterAndSite() {
    try (Bench bench = new Bench(open())) {
      KernelCall call = SamplingCalls.dropout(4, 207);
      bench.agree(call.with("rate", Values.floats(Shape.of(4), 0, 1, 0.5, 1 - 0x1p-24)));
      bench.agree(call.with("rate", Values.floats(Shape.of(4), 0x1p-24, 0.1f, 0.3f, 0.9f)));
      bench.agree(
          call.with("seed", Values.ints(Shape.of(4, 2), -1, -1, 0, 0, -1, 0, Integer.MIN_VALUE, 1))
              .with("counter", Values.ints(Shape.of(4), -1, 0, Integer.MAX_VALUE, 1)));
      for (int site : new int[] {0, 1, 77, Integer.MAX_VALUE}) {
        bench.agree(SamplingCalls.at(call, site));
      }
      bench.agree(call.with("in", in -> in.map(x -> Double.NaN)));
    }
  }

  @Test
  default void dropoutKeepsItsShare() {
    try (Bench bench = new Bench(open())) {
      KernelCall call = SamplingCalls.dropout(1, 10_000).with("rate", rate -> rate.map(x -> 0.25));
      Values out = bench.run(call).get("out");
      Values other = bench.run(SamplingCalls.at(call, 4)).get("out");
      int kept = 0;
      int keptInBoth = 0;
      for (int i = 0; i < out.length(); i++) {
        kept += out.at(i) == 0 ? 0 : 1;
        keptInBoth += out.at(i) == 0 || other.at(i) == 0 ? 0 : 1;
      }
      // Five standard deviations, √(n p (1 - p)), of 7,500 and of 5,625.
      if (Math.abs(kept - 7_500) > 217 || Math.abs(keptInBoth - 5_625) > 248) {
        throw new AssertionError(
            "of 10,000 at rate 0.25 kept are %d, at two sites %d".formatted(kept, keptInBoth));
      }
    }
  }
}
