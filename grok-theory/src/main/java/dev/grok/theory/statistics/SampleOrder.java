package dev.grok.theory.statistics;

import dev.grok.models.random.RandomStream;
import dev.grok.models.random.RandomStream.Purpose;
import dev.grok.models.task.Pair;
import java.util.List;

/**
 * Random orders of samples, drawn sample by sample and only as far as needed. All orders share one
 * array.
 */
final class SampleOrder {
  private final Pair[] order;
  private final int[] swapped;
  private RandomStream random = new RandomStream(0, Purpose.THEORY);
  private int drawn;

  SampleOrder(List<Pair> samples) {
    order = samples.toArray(Pair[]::new);
    swapped = new int[order.length];
  }

  /** Begins order k of a seed: that of {@code RandomStream(seed, THEORY, k).choose(all, all)}. */
  void start(long seed, int k) {
    while (drawn > 0) {
      drawn--;
      swap(drawn, swapped[drawn]);
    }
    random = new RandomStream(seed, Purpose.THEORY, k);
  }

  /** The next sample; to be called at most once for each. */
  Pair next() {
    int other = drawn + random.below(order.length - drawn);
    swapped[drawn] = other;
    swap(drawn, other);
    return order[drawn++];
  }

  private void swap(int i, int j) {
    Pair kept = order[i];
    order[i] = order[j];
    order[j] = kept;
  }
}
