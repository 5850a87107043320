package dev.grok.theory.statistics;

import dev.grok.models.random.RandomStream;
import dev.grok.models.random.RandomStream.Purpose;
import dev.grok.models.task.FiniteGroup;
import dev.grok.theory.internal.Quotients;
import java.util.Arrays;
import java.util.function.IntUnaryOperator;

/**
 * How many leading samples of a random order imply all parallelograms of a group, for products of
 * matrices. For one thread.
 */
final class ImpliedSize implements IntUnaryOperator {
  private final long seed;
  private final FiniteGroup group;
  private final int n;
  private final Shuffle shuffle;
  private final Quotients quotients;
  private final int[] ofProduct; // elements a of the samples of each product, n places each
  private final int[] perProduct;

  ImpliedSize(FiniteGroup group, long seed) {
    this.seed = seed;
    this.group = group;
    n = group.order();
    shuffle = new Shuffle(n * n);
    quotients = Quotients.ofProducts(n);
    ofProduct = new int[n * n];
    perProduct = new int[n];
  }

  /** The smallest number of leading samples of order k that imply all parallelograms. */
  @Override
  public int applyAsInt(int k) {
    shuffle.start(new RandomStream(seed, Purpose.THEORY, k));
    quotients.clear();
    Arrays.fill(perProduct, 0);
    int size = 0;
    while (size < n * n && (size == 0 || quotients.different() != n)) {
      int sample = shuffle.next();
      int a = sample / n;
      int b = sample % n;
      int product = group.product(a, b);
      for (int former = 0; former < perProduct[product]; former++) {
        int c = ofProduct[product * n + former];
        quotients.join(a, b, c, group.product(group.inverse(c), product));
      }
      ofProduct[product * n + perProduct[product]++] = a;
      size++;
    }
    return size;
  }
}
