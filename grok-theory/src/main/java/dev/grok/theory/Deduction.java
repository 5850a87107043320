package dev.grok.theory;

import dev.grok.theory.internal.UnionFind;

/**
 * New parallelograms from old ones by the geometric argument of appendices E and H: if A₁B₁ is
 * equal and parallel to A₂B₂, and that to A₃B₃, then A₁B₁ is to A₃B₃. A parallelogram (i, j, m, n)
 * says E_i - E_m = E_n - E_j and E_i - E_n = E_m - E_j; two that share a side give a third (Eq.
 * 29), and so on until nothing is new. It never finds more than {@link GroundStates#imply}, which
 * knows all linear combinations (Eq. 14), and may find less.
 */
public final class Deduction {
  private final Parallelograms deduced;
  private final int rounds;

  private Deduction(Parallelograms deduced, int rounds) {
    this.deduced = deduced;
    this.rounds = rounds;
  }

  /** Everything that follows side by side from the given parallelograms. */
  public static Deduction of(Parallelograms given) {
    int p = given.p();
    UnionFind sides = new UnionFind(p * p); // E_a - E_b at a p + b
    join(sides, given);
    Parallelograms all = Parallelograms.full(p);
    int[] c = all.corners();
    Parallelograms deduced = given;
    int rounds = 0;
    while (true) {
      Parallelograms next =
          all.filter(
              k -> {
                int at = Parallelograms.CORNERS * k;
                int i = c[at];
                int j = c[at + 1];
                int m = c[at + 2];
                int n = c[at + 3];
                return sides.same(i * p + m, n * p + j) || sides.same(i * p + n, m * p + j);
              });
      if (next.size() == deduced.size()) {
        return new Deduction(next, rounds);
      }
      join(sides, next);
      deduced = next;
      rounds++;
    }
  }

  private static void join(UnionFind sides, Parallelograms set) {
    int p = set.p();
    int[] c = set.corners();
    for (int at = 0; at < c.length; at += Parallelograms.CORNERS) {
      int i = c[at];
      int j = c[at + 1];
      int m = c[at + 2];
      int n = c[at + 3];
      sides.union(i * p + m, n * p + j);
      sides.union(m * p + i, j * p + n);
      sides.union(i * p + n, m * p + j);
      sides.union(n * p + i, j * p + m);
    }
  }

  /** The given parallelograms and all that follow. */
  public Parallelograms parallelograms() {
    return deduced;
  }

  /** How often what was deduced gave something new; 0 if nothing followed. */
  public int rounds() {
    return rounds;
  }
}
