package dev.grok.theory.rank;

import dev.grok.theory.internal.Require;
import dev.grok.theory.parallelogram.Parallelogram;
import dev.grok.theory.parallelogram.Parallelograms;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The representations with ℓ_eff = 0: the null space of A(P) (paper, after Eq. 6), as independent
 * integer vectors that satisfy every equation exactly. Works for p in the hundreds.
 */
public final class GroundStates {
  private final int p;
  private final List<NullVector> basis;

  GroundStates(int p, List<NullVector> basis) {
    this.p = p;
    this.basis = List.copyOf(basis);
  }

  /** Those that have the given parallelograms. */
  public static GroundStates of(Parallelograms parallelograms) {
    int p = parallelograms.p();
    Require.memory("the solutions of p = " + p, (long) p * p, Long.BYTES);
    ModularSolution solution = ModularSolution.of(p, PrimeField.get(0), parallelograms::allMatch);
    return new GroundStates(p, new NullSpace(p, parallelograms::allMatch).basis(solution));
  }

  /** Number of symbols. */
  public int p() {
    return p;
  }

  /** n₀ in the paper: degrees of freedom, exactly; at least 2, translation and scaling. */
  public int n0() {
    return basis.size();
  }

  /** Whether they are E_k = a + k b only. */
  public boolean isLinear() {
    return n0() == 2;
  }

  /**
   * Whether all of them have a parallelogram: whether its equation is a linear combination of
   * theirs, rank(A) = rank(A ∪ q) (paper, Eq. 14).
   */
  public boolean imply(Parallelogram q) {
    return imply(q.i(), q.j(), q.m(), q.n());
  }

  /** The same for the equation E_i + E_j = E_m + E_n. */
  public boolean imply(int i, int j, int m, int n) {
    for (NullVector vector : basis) {
      if (!vector.satisfies(i, j, m, n)) {
        return false;
      }
    }
    return true;
  }

  /** The parallelograms of the given set that all of them have. */
  public Parallelograms implied(Parallelograms of) {
    Require.sameP(p, of.p());
    return isLinear() ? of : of.filter(this::imply);
  }

  /** The vectors that span them, rounded to doubles, [n₀][p]. */
  public double[][] basis() {
    return basis.stream()
        .map(vector -> IntStream.range(0, p).mapToDouble(vector::component).toArray())
        .toArray(double[][]::new);
  }
}
