package dev.grok.testkit;

import dev.grok.api.Shape;
import dev.grok.api.kernel.SamplingKernels;
import dev.grok.testkit.call.Catalog;
import dev.grok.testkit.call.Comparison;
import dev.grok.testkit.call.Contents;
import dev.grok.testkit.call.KernelCall;
import dev.grok.testkit.call.Outputs;
import java.util.Arrays;
import java.util.BitSet;
import org.junit.jupiter.api.Test;

/** {@link dev.grok.api.kernel.SamplingKernels}: the reference's choices exactly, all distinct. */
public interface SamplingContract extends BackendContract {
  @Test
  default void samplingAgrees() {
    TestedBackend.agreesOnEverySize(open(), SamplingKernels.class);
  }

  @Test
  default void chooseWithoutReplacementAgrees() {
    try (TestedBackend tested = new TestedBackend(open())) {
      for (int n : TestedBackend.SIZES) {
        tested.agree(choose(2, n, n));
        tested.agree(choose(2, n, 1025));
      }
    }
  }

  @Test
  default void chooseWithoutReplacementTakesAnySeedAndCounter() {
    try (TestedBackend tested = new TestedBackend(open())) {
      KernelCall call = choose(2, 5, 33);
      tested.agree(
          call.with("seed", Contents.ints(Shape.of(2, 2), -1, -1, Integer.MIN_VALUE, 1))
              .with("counter", Contents.ints(Shape.of(2), Integer.MAX_VALUE, 0)));
    }
  }

  @Test
  default void chooseWithoutReplacementGivesDistinctIndices() {
    try (TestedBackend tested = new TestedBackend(open())) {
      Contents chosen = tested.run(choose(3, 100, 207)).get("out");
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
    try (TestedBackend tested = new TestedBackend(open())) {
      for (int n : TestedBackend.SIZES) {
        for (int b : new int[] {n, 0, Math.min(n, 1)}) {
          tested.agree(shuffled(2, b, n));
        }
        tested.agree(shuffled(2, n, 1025));
      }
      tested.agree(
          shuffled(2, 5, 33)
              .with("seed", Contents.ints(Shape.of(2, 2), -1, -1, Integer.MIN_VALUE, 1))
              .with("steps", Contents.ints(Shape.of(2), Integer.MAX_VALUE, 0)));
    }
  }

  @Test
  default void anEpochOfShuffledBatchesTakesEverySampleOnceAndTheNextInAnotherOrder() {
    int n = 103;
    int b = 10;
    try (TestedBackend tested = new TestedBackend(open())) {
      KernelCall call = shuffled(1, b, n);
      int[][] epochs = new int[2][n / b * b];
      Contents workspace = call.contents("workspace");
      for (int step = 0; step < 2 * (n / b); step++) {
        KernelCall fresh = call.with("steps", Contents.ints(Shape.of(1), step));
        Outputs outputs = tested.run(fresh.with("workspace", workspace));
        Comparison.sameBits("shuffledBatch resumed", tested.run(fresh), outputs);
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
    try (TestedBackend tested = new TestedBackend(open())) {
      KernelCall call = shuffled(1, 2, 5).with("steps", Contents.ints(Shape.of(1), 1));
      tested.agree(call.with("workspace", Contents.ints(Shape.of(1, 6), 0, 1, 2, 3, 4, 1)));
      tested.agree(call.with("workspace", Contents.ints(Shape.of(1, 6), 0, 1, 2, 3, 4, 2)));
    }
  }

  @Test
  default void choosingAndShufflingAreDrawnFromDifferentStreams() {
    try (TestedBackend tested = new TestedBackend(open())) {
      KernelCall choose = choose(1, 207, 207).with("counter", Contents.ints(Shape.of(1), 0));
      KernelCall shuffle = shuffled(1, 207, 207).with("seed", choose.contents("seed"));
      if (tested.run(choose).get("out").firstDifference(tested.run(shuffle).get("out")) < 0) {
        throw new AssertionError("the first epoch is the first choice");
      }
    }
  }

  @Test
  default void dropoutTakesAnyRankAndWorksInPlace() {
    try (TestedBackend tested = new TestedBackend(open())) {
      tested.agree(Catalog.call("dropout", "R 3 ... 3 0"));
      tested.agree(Catalog.call("dropout", "R 2 ... 5 1 7"));
      tested.agree(Catalog.call("dropout", "R 2 ... 9001"));
      tested.agreeInPlace(Catalog.call("dropout", "R 3 ... 5 33"), "out", "in");
    }
  }

  @Test
  default void dropoutTakesAnyRateSeedCounterAndSite() {
    try (TestedBackend tested = new TestedBackend(open())) {
      KernelCall call = Catalog.call("dropout", "R 4 ... 207");
      tested.agree(call.with("rate", Contents.floats(Shape.of(4), 0, 1, 0.5, 1 - 0x1p-24)));
      tested.agree(call.with("rate", Contents.floats(Shape.of(4), 0x1p-24, 0.1f, 0.3f, 0.9f)));
      tested.agree(
          call.with(
                  "seed", Contents.ints(Shape.of(4, 2), -1, -1, 0, 0, -1, 0, Integer.MIN_VALUE, 1))
              .with("counter", Contents.ints(Shape.of(4), -1, 0, Integer.MAX_VALUE, 1)));
      for (int site : new int[] {0, 1, 77, Integer.MAX_VALUE}) {
        tested.agree(call.withAttribute("site", site));
      }
      tested.agree(call.with("in", in -> in.map(x -> Double.NaN)));
    }
  }

  @Test
  default void dropoutKeepsItsShare() {
    try (TestedBackend tested = new TestedBackend(open())) {
      KernelCall call =
          Catalog.call("dropout", "R 1 ... 10000").with("rate", rate -> rate.map(x -> 0.25));
      Contents out = tested.run(call).get("out");
      Contents other = tested.run(call.withAttribute("site", 4)).get("out");
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

  private static KernelCall choose(int r, int b, int n) {
    return Catalog.call("chooseWithoutReplacement", "R %d B %d N %d".formatted(r, b, n));
  }

  private static KernelCall shuffled(int r, int b, int n) {
    return Catalog.call("shuffledBatch", "R %d B %d N %d".formatted(r, b, n));
  }
}
