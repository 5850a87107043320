package dev.grok.theory.parallelogram;

import dev.grok.theory.internal.Quotients;

/**
 * New parallelograms from old ones by the geometric argument of appendices E and H: if A₁B₁ is
 * equal and parallel to A₂B₂, and that to A₃B₃, then A₁B₁ is to A₃B₃. A parallelogram (i, j, m, n)
 * says E_i - E_m = E_n - E_j and E_i - E_n = E_m - E_j; two that share a side give a third (Eq.
 * 29), and so on until nothing is new. What follows from all linear combinations (Eq. 14) contains
 * what follows here, and may be more.
 *
 * @param parallelograms the given ones and all that follow
 * @param rounds how often what was deduced gave something new; 0 if nothing followed
 */
public record Deduction(Parallelograms parallelograms, int rounds) {
  /** Everything that follows side by side from the given parallelograms. */
  public static Deduction of(Parallelograms given) {
    Parallelograms all = Parallelograms.full(given.p());
    Quotients sides = Quotients.ofSums(given.p());
    Parallelograms deduced = given;
    int rounds = 0;
    while (true) {
      deduced.forEach(sides::join);
      Parallelograms next = all.filter(sides::imply);
      if (next.size() == deduced.size()) {
        return new Deduction(next, rounds);
      }
      deduced = next;
      rounds++;
    }
  }
}
