package dev.grok.theory.parallelogram;

import dev.grok.api.GrokException;
import dev.grok.models.task.Pair;

/**
 * (i, j, m, n) with i + j = m + n: two samples that a model with zero training loss and an
 * injective decoder maps to the same point, E_i + E_j = E_m + E_n (paper, Definition 1 and
 * Propositions 1, 2). Written in one way only: i &lt; m ≤ n &lt; j.
 */
public record Parallelogram(int i, int j, int m, int n) {
  public Parallelogram {
    if (i < 0 || i >= m || m > n || i + j != m + n) {
      throw new GrokException(
          "(%d, %d, %d, %d) is not a parallelogram (i, j, m, n) with 0 <= i < m <= n < j and i + j = m + n"
              .formatted(i, j, m, n));
    }
  }

  /**
   * The parallelogram of two samples, in either order.
   *
   * @throws GrokException if they are the same or their sums differ
   */
  public static Parallelogram of(Pair first, Pair second) {
    int a = Math.min(first.a(), first.b());
    int b = Math.min(second.a(), second.b());
    Pair outer = a < b ? first : second;
    Pair inner = a < b ? second : first;
    return new Parallelogram(
        Math.min(outer.a(), outer.b()),
        Math.max(outer.a(), outer.b()),
        Math.min(inner.a(), inner.b()),
        Math.max(inner.a(), inner.b()));
  }
}
