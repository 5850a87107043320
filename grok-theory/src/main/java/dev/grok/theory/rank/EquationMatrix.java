package dev.grok.theory.rank;

import dev.grok.theory.internal.Require;
import dev.grok.theory.parallelogram.Parallelograms;
import java.util.stream.IntStream;

/**
 * A(P) in the paper (Eq. 7): one row for each parallelogram, one column for each symbol, +1 at i
 * and j, -1 at m and n, so that A R = 0 says E_i + E_j = E_m + E_n. Coincident symbols add up to
 * -2. Its null space always holds translation and scaling, so its rank is at most p - 2.
 *
 * @param parallelograms P
 */
public record EquationMatrix(Parallelograms parallelograms) {
  private static final int[] SIGNS = {1, 1, -1, -1};

  /** |P|. */
  public int rows() {
    return parallelograms.size();
  }

  /** p. */
  public int columns() {
    return parallelograms.p();
  }

  /** Row k, the equation of parallelogram k; length p. */
  public int[] row(int k) {
    int[] row = new int[columns()];
    for (int corner = 0; corner < SIGNS.length; corner++) {
      row[parallelograms.corner(k, corner)] += SIGNS[corner];
    }
    return row;
  }

  /**
   * All rows, [|P|][p].
   *
   * @throws dev.grok.api.GrokException if they would take more than 1 GiB
   */
  public int[][] toArray() {
    Require.memory("the matrix A of " + parallelograms, (long) rows() * columns(), Integer.BYTES);
    return IntStream.range(0, rows()).mapToObj(this::row).toArray(int[][]::new);
  }

  /** AᵀA, exactly, [p][p]; ℓ₀ = Σ (A R)² = Rᵀ AᵀA R. */
  public int[][] gram() {
    Require.memory(
        "the matrix AᵀA of " + parallelograms, (long) columns() * columns(), Integer.BYTES);
    int[][] gram = new int[columns()][columns()];
    for (int k = 0; k < rows(); k++) {
      for (int a = 0; a < SIGNS.length; a++) {
        for (int b = 0; b < SIGNS.length; b++) {
          gram[parallelograms.corner(k, a)][parallelograms.corner(k, b)] += SIGNS[a] * SIGNS[b];
        }
      }
    }
    return gram;
  }

  /**
   * n₀ in the paper: the degrees of freedom of the ground states, exactly; 2 if they are linear.
   */
  public int nullity() {
    return GroundStates.of(parallelograms).n0();
  }
}
