package dev.grok.theory.group;

import dev.grok.models.task.FiniteGroup;
import dev.grok.theory.internal.Quotients;

/**
 * New parallelograms of a group from old ones, as in appendix H and Fig. 16 of the paper.
 *
 * <p>Products: (a, b, c, d) says E_c⁻¹ E_a = E_d E_b⁻¹. Each parallelogram joins a left and a right
 * quotient, so that a chain of three, or of any longer odd number, gives another (Eqs. 30, 31).
 * Sums: two parallelograms give a third (Eq. 29). Everything deduced is a parallelogram of the
 * group, whatever the representation.
 */
public final class GroupDeduction {
  private final FiniteGroup group;
  private final Composition composition;
  private final Quotients quotients;

  /** Nothing is given yet. */
  public GroupDeduction(FiniteGroup group, Composition composition) {
    composition.requireFits(group);
    this.group = group;
    this.composition = composition;
    quotients =
        composition == Composition.MATRIX_PRODUCT
            ? Quotients.ofProducts(group.order())
            : Quotients.ofSums(group.order());
  }

  /** Everything that follows from the parallelograms P₀(D) of a training set. */
  public static GroupDeduction of(GroupDataSet d, Composition composition) {
    GroupDeduction deduction = new GroupDeduction(d.group(), composition);
    deduction.add(GroupParallelograms.of(d));
    return deduction;
  }

  /** Adds parallelograms and all that follows. */
  public void add(GroupParallelograms given) {
    given.forEach(quotients::join);
    if (composition == Composition.VECTOR_SUM) {
      settle();
    }
  }

  /** Sums: a deduced parallelogram joins two more differences; repeats until nothing is new. */
  private void settle() {
    int n = group.order();
    int before;
    do {
      before = quotients.different();
      for (int a = 0; a < n; a++) {
        for (int b = 0; b < n; b++) {
          for (int c = a + 1; c < n; c++) {
            int d = group.product(group.inverse(c), group.product(a, b));
            if (implies(a, b, c, d)) {
              quotients.join(a, b, c, d);
            }
          }
        }
      }
    } while (quotients.different() < before);
  }

  /** Whether the parallelogram (a, b, c, d), ab = cd, follows from those given. */
  public boolean implies(int a, int b, int c, int d) {
    return quotients.imply(a, b, c, d);
  }

  /** P(D): the parallelograms of the given set that follow. */
  public GroupParallelograms implied(GroupParallelograms of) {
    return of.filter(quotients::imply);
  }

  /**
   * Whether all parallelograms of the group follow: all quotients that are equal in the group are
   * known to be.
   */
  public boolean isComplete() {
    return quotients.different() == group.order();
  }
}
