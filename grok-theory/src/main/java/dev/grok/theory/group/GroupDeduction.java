package dev.grok.theory.group;

import dev.grok.models.task.FiniteGroup;
import dev.grok.theory.internal.UnionFind;

/**
 * New parallelograms of a group from old ones, as in appendix H and Fig. 16 of the paper.
 *
 * <p>Products: (a, b, c, d) says E_c⁻¹ E_a = E_d E_b⁻¹, a <i>left quotient</i> equal to a <i>right
 * quotient</i>. Each parallelogram joins one of either kind, so that three of them in a chain join
 * the ends of a fourth (Eqs. 30, 31), and longer chains those of more. Sums: E_a - E_c = E_d - E_b
 * and E_a - E_d = E_c - E_b are quotients of one kind, and two parallelograms give a third (Eq.
 * 29). Everything deduced is a parallelogram of the group, whatever the representation.
 */
public final class GroupDeduction {
  private final FiniteGroup group;
  private final Composition composition;
  private final int n;
  private final UnionFind quotients;

  /** Nothing is given yet. */
  public GroupDeduction(FiniteGroup group, Composition composition) {
    composition.requireFits(group);
    this.group = group;
    this.composition = composition;
    n = group.order();
    quotients = new UnionFind(composition == Composition.MATRIX_PRODUCT ? 2 * n * n : n * n);
    clear();
  }

  /** Everything that follows from the parallelograms P₀(D) of a training set. */
  public static GroupDeduction of(GroupDataSet d, Composition composition) {
    GroupDeduction deduction = new GroupDeduction(d.group(), composition);
    deduction.add(GroupParallelograms.of(d));
    return deduction;
  }

  /** Forgets what was given. */
  void clear() {
    quotients.clear();
    for (int a = 1; a < n; a++) {
      quotients.union(left(0, 0), left(a, a)); // E_a⁻¹ E_a = 1 = E_a E_a⁻¹
      quotients.union(left(0, 0), right(a, a));
    }
    quotients.union(left(0, 0), right(0, 0));
  }

  /** Number of E_c⁻¹ E_a, or of E_a - E_c. */
  private int left(int c, int a) {
    return c * n + a;
  }

  /** Number of E_d E_b⁻¹, or of E_d - E_b. */
  private int right(int d, int b) {
    return composition == Composition.MATRIX_PRODUCT ? n * n + d * n + b : left(b, d);
  }

  /** Adds parallelograms and all that follows. */
  public void add(GroupParallelograms given) {
    int[] x = given.corners();
    for (int at = 0; at < x.length; at += GroupParallelograms.CORNERS) {
      join(x[at], x[at + 1], x[at + 2], x[at + 3]);
    }
    settle();
  }

  /** Adds the parallelogram (a, b, c, d), without what follows for sums. */
  void join(int a, int b, int c, int d) {
    quotients.union(left(c, a), right(d, b));
    quotients.union(left(a, c), right(b, d));
    if (composition == Composition.VECTOR_SUM) {
      quotients.union(left(d, a), right(c, b));
      quotients.union(left(a, d), right(b, c));
    }
  }

  /** For sums a deduced parallelogram joins two more quotients, until nothing is new. */
  private void settle() {
    if (composition == Composition.MATRIX_PRODUCT) {
      return;
    }
    int before;
    do {
      before = quotients.sets();
      for (int a = 0; a < n; a++) {
        for (int b = 0; b < n; b++) {
          for (int c = a + 1; c < n; c++) {
            int d = group.product(group.inverse(c), group.product(a, b));
            if (implies(a, b, c, d)) {
              join(a, b, c, d);
            }
          }
        }
      }
    } while (quotients.sets() < before);
  }

  /** Whether the parallelogram (a, b, c, d), ab = cd, follows from those given. */
  public boolean implies(int a, int b, int c, int d) {
    return quotients.same(left(c, a), right(d, b))
        || composition == Composition.VECTOR_SUM && quotients.same(left(d, a), right(c, b));
  }

  /** P(D): the parallelograms of the given set that follow. */
  public GroupParallelograms implied(GroupParallelograms of) {
    return of.filter(q -> implies(q.a(), q.b(), q.c(), q.d()));
  }

  /**
   * Whether all parallelograms of the group follow: all quotients that are equal in the group are
   * known to be.
   */
  public boolean isComplete() {
    return quotients.sets() == n;
  }
}
