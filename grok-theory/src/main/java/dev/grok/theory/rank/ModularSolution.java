package dev.grok.theory.rank;

import java.util.Arrays;

/**
 * The solutions of equations E_i + E_j = E_m + E_n modulo a prime, grown equation by equation:
 * every symbol is held as a combination of the symbols that are still free. An equation is reduced
 * by adding four rows. Each independent one ties one free symbol, so rows get shorter as equations
 * come in. The rank modulo a prime never exceeds the rank over the rationals.
 */
final class ModularSolution {
  private final int p;
  private final PrimeField field;
  private final long[][] value; // [p][frees]: E_k = Σ_s value[k][s] E_free[s]
  private final int[] free; // symbols, [frees]
  private final long[] left; // the equation last reduced, as a combination of the free symbols
  private int frees;

  ModularSolution(int p, PrimeField field) {
    this.p = p;
    this.field = field;
    value = new long[p][p];
    free = new int[p];
    left = new long[p];
    clear();
  }

  /** The solutions of the given equations. */
  static ModularSolution of(int p, PrimeField field, Equations equations) {
    ModularSolution solution = new ModularSolution(p, field);
    equations.allMatch(
        (i, j, m, n) -> {
          solution.add(i, j, m, n);
          return solution.frees > 2; // no equation can tie translation and scaling
        });
    return solution;
  }

  /** Forgets all equations. */
  void clear() {
    for (int k = 0; k < p; k++) {
      Arrays.fill(value[k], 0);
      value[k][k] = 1;
      free[k] = k;
    }
    frees = p;
  }

  /** Nullity modulo the prime; never less than that over the rationals. */
  int nullity() {
    return frees;
  }

  /** Component k of the solution in which the symbol in place s is 1 and the other free ones 0. */
  long component(int s, int k) {
    return value[k][s];
  }

  /** The free symbols, in their order. */
  int[] freeSymbols() {
    return Arrays.copyOf(free, frees);
  }

  /** Whether the equation does not follow, modulo the prime, from those tied in. */
  boolean isIndependent(int i, int j, int m, int n) {
    field.difference(left, value[i], value[j], value[m], value[n], frees);
    for (int s = 0; s < frees; s++) {
      if (left[s] != 0) {
        return true;
      }
    }
    return false;
  }

  /** Ties in the equation unless it follows from those tied in before. */
  void add(int i, int j, int m, int n) {
    if (isIndependent(i, j, m, n)) {
      tie();
    }
  }

  /** Ties in the equation that {@link #isIndependent} has just found independent. */
  private void tie() {
    int tied = frees - 1;
    while (left[tied] == 0) {
      tied--;
    }
    // Solve the equation for the tied symbol: from here on E_tied = Σ left[s] E_free[s].
    long factor = field.negative(field.inverse(left[tied]));
    left[tied] = 0;
    int terms = 0;
    for (int s = 0; s < frees; s++) {
      if (left[s] != 0) {
        left[s] = field.addProduct(0, left[s], factor);
        terms = s + 1;
      }
    }
    int last = frees - 1;
    for (long[] row : value) {
      long amount = row[tied];
      if (amount != 0) {
        row[tied] = 0;
        field.addScaled(row, amount, left, terms);
      }
      row[tied] = row[last];
    }
    free[tied] = free[last];
    frees = last;
  }
}
