package dev.grok.theory.statistics;

import dev.grok.models.random.RandomStream;
import dev.grok.models.random.RandomStream.Purpose;

/** Random orders of all samples of the addition of p symbols, drawn sample by sample. */
final class SampleOrder {
  private final int[] a;
  private final int[] b;
  private final Shuffle shuffle;
  private int at;

  SampleOrder(int p) {
    int size = p * (p + 1) / 2;
    a = new int[size];
    b = new int[size];
    int k = 0;
    for (int i = 0; i < p; i++) {
      for (int j = i; j < p; j++) {
        a[k] = i;
        b[k++] = j;
      }
    }
    shuffle = new Shuffle(size);
  }

  /** Begins order k of a seed: that of {@code RandomStream(seed, THEORY, k).choose(all, all)}. */
  void start(long seed, int k) {
    shuffle.start(new RandomStream(seed, Purpose.THEORY, k));
  }

  /** Goes on to the next sample. */
  void next() {
    at = shuffle.next();
  }

  /** The smaller symbol of the present sample. */
  int a() {
    return a[at];
  }

  /** The larger symbol. */
  int b() {
    return b[at];
  }
}
