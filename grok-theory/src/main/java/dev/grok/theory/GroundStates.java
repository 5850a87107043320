package dev.grok.theory;

import dev.grok.theory.internal.MemoryEstimate;
import dev.grok.theory.internal.PrimeField;
import java.util.List;

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

  /** Those that a training set allows: A(P₀(D)) R = 0. */
  public static GroundStates of(DataSet d) {
    DegreesOfFreedom degrees = new DegreesOfFreedom(d.p());
    d.samples().forEach(sample -> degrees.add(sample.a(), sample.b()));
    return degrees.groundStates();
  }

  /** Those that have the given parallelograms. */
  public static GroundStates of(Parallelograms parallelograms) {
    int p = parallelograms.p();
    MemoryEstimate.require("the solutions of p = " + p, (long) p * p, Long.BYTES);
    ModularSolution solution = new ModularSolution(p, PrimeField.get(0));
    int[] corners = parallelograms.corners();
    for (int at = 0; at < corners.length && solution.nullity() > 2; at += 4) {
      if (solution.isIndependent(corners[at], corners[at + 1], corners[at + 2], corners[at + 3])) {
        solution.tie();
      }
    }
    return new GroundStates(p, new NullSpace(p, corners, corners.length).basis(solution));
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

  boolean imply(int i, int j, int m, int n) {
    for (NullVector vector : basis) {
      if (!vector.satisfies(i, j, m, n)) {
        return false;
      }
    }
    return true;
  }

  /** The parallelograms of the given set that all of them have. */
  public Parallelograms implied(Parallelograms of) {
    Representations.requireSameP(p, of.p());
    if (isLinear()) {
      return of;
    }
    int[] c = of.corners();
    return of.filter(k -> imply(c[4 * k], c[4 * k + 1], c[4 * k + 2], c[4 * k + 3]));
  }

  /** The vectors that span them, rounded to doubles, [n₀][p]. */
  public double[][] basis() {
    double[][] rows = new double[n0()][p];
    for (int v = 0; v < rows.length; v++) {
      for (int k = 0; k < p; k++) {
        rows[v][k] = basis.get(v).component(k);
      }
    }
    return rows;
  }
}
