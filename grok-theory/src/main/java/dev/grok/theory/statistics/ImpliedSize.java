package dev.grok.theory.statistics;

import dev.grok.models.task.FiniteGroup;
import dev.grok.models.task.Pair;
import dev.grok.theory.group.GroupDataSet;
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
  private final SampleOrder order;
  private final Quotients quotients;
  private final int[] ofProduct; // elements a of the samples of each product, n places each
  private final int[] perProduct;

  /** For orders of all samples. */
  ImpliedSize(GroupDataSet all, long seed) {
    this.seed = seed;
    group = all.group();
    n = group.order();
    order = new SampleOrder(all.samples());
    quotients = Quotients.ofProducts(n);
    ofProduct = new int[n * n];
    perProduct = new int[n];
  }

  /** The smallest number of leading samples of order k that imply all parallelograms. */
  @Override
  public int applyAsInt(int k) {
    order.start(seed, k);
    quotients.clear();
    Arrays.fill(perProduct, 0);
    int size = 0;
    while (size < n * n && (size == 0 || quotients.different() != n)) {
      Pair next = order.next();
      int a = next.a();
      int product = group.product(a, next.b());
      for (int former = 0; former < perProduct[product]; former++) {
        int c = ofProduct[product * n + former];
        quotients.join(a, next.b(), c, group.product(group.inverse(c), product));
      }
      ofProduct[product * n + perProduct[product]++] = a;
      size++;
    }
    return size;
  }
}
