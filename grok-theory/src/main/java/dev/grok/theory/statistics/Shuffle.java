package dev.grok.theory.statistics;

import dev.grok.models.random.RandomStream;

/**
 * A random order of 0..n-1, the same as {@link RandomStream#choose} gives. It is drawn place by
 * place, only as far as needed, and all orders share one array.
 */
final class Shuffle {
  private final int[] order;
  private final int[] swapped;
  private RandomStream random = new RandomStream(0, RandomStream.Purpose.THEORY);
  private int drawn;

  Shuffle(int n) {
    order = new int[n];
    swapped = new int[n];
    for (int i = 0; i < n; i++) {
      order[i] = i;
    }
  }

  /** Begins a new order. */
  void start(RandomStream stream) {
    while (drawn > 0) {
      drawn--;
      swap(drawn, swapped[drawn]);
    }
    random = stream;
  }

  /** The next place; to be called at most n times. */
  int next() {
    int other = drawn + random.below(order.length - drawn);
    swapped[drawn] = other;
    swap(drawn, other);
    return order[drawn++];
  }

  private void swap(int i, int j) {
    int kept = order[i];
    order[i] = order[j];
    order[j] = kept;
  }
}
