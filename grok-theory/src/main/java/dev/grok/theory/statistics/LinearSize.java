package dev.grok.theory.statistics;

import dev.grok.models.task.Pair;
import dev.grok.theory.parallelogram.DataSet;
import dev.grok.theory.rank.DegreesOfFreedom;
import java.util.function.IntUnaryOperator;

/**
 * How many leading samples of a random order determine a unique linear structure of the addition of
 * p symbols. For one thread.
 */
final class LinearSize implements IntUnaryOperator {
  private final long seed;
  private final SampleOrder order;
  private final DegreesOfFreedom degrees;

  /** For orders of all samples. */
  LinearSize(DataSet all, long seed) {
    this.seed = seed;
    order = new SampleOrder(all.samples());
    degrees = new DegreesOfFreedom(all.p());
  }

  /**
   * The smallest number of leading samples of order k with n₀ = 2, exactly. That n₀ = 2 with the
   * last sample is proved by the rank modulo a prime; that it is 3 without it, by {@link
   * DegreesOfFreedom#n0}.
   */
  @Override
  public int applyAsInt(int k) {
    order.start(seed, k);
    degrees.clear();
    int size = 0;
    do {
      Pair next = order.next();
      size++;
      if (degrees.bound() == 3 && degrees.wouldTie(next.a(), next.b()) && degrees.n0() == 2) {
        return slowly(k, size - 1);
      }
      degrees.add(next);
    } while (degrees.bound() > 2);
    return size;
  }

  /** Where the prime divided a minor: asks for the proved n₀ after every sample. */
  private int slowly(int k, int atMost) {
    order.start(seed, k);
    degrees.clear();
    for (int size = 1; size < atMost; size++) {
      degrees.add(order.next());
      if (degrees.n0() == 2) {
        return size;
      }
    }
    return atMost;
  }
}
