package dev.grok.theory.spectrum;

import dev.grok.api.GrokException;
import dev.grok.theory.internal.Require;
import dev.grok.theory.internal.Rows;
import dev.grok.theory.parallelogram.Parallelograms;
import dev.grok.theory.rank.EquationMatrix;
import java.util.Arrays;
import org.ojalgo.matrix.decomposition.Eigenvalue;
import org.ojalgo.matrix.store.R064Store;

/**
 * Eigenvalues and eigenvectors of the Hessian H of the effective loss (paper, Eqs. 8, 9), in
 * float64. AᵀA is decomposed once, and every {@link Normalization} of H follows by {@link #scaled}.
 * How many eigenvalues are zero is decided by the exact rank of A, never by a tolerance. A value.
 */
public final class Spectrum {
  private final Gram gram;
  private final double factor;

  /** The decomposition of AᵀA, which all normalizations share; eigenvalues ascend. */
  private record Gram(int parallelograms, int n0, double[] eigenvalues, double[][] eigenvectors) {}

  private Spectrum(Gram gram, double factor) {
    this.gram = gram;
    this.factor = factor;
  }

  /**
   * Decomposes AᵀA of the given parallelograms, for example P₀(D).
   *
   * @return the spectrum of AᵀA itself, {@link Normalization#singularValues}
   */
  public static Spectrum of(Parallelograms parallelograms) {
    EquationMatrix equations = new EquationMatrix(parallelograms);
    int p = equations.columns();
    Require.memory("the spectrum of p = " + p, (long) p * p, 4 * Double.BYTES);
    R064Store matrix = R064Store.FACTORY.make(p, p);
    int[][] entries = equations.gram();
    for (int row = 0; row < p; row++) {
      for (int column = 0; column < p; column++) {
        matrix.set(row, column, entries[row][column]);
      }
    }
    Eigenvalue<Double> decomposition = Eigenvalue.R064.make(matrix, true);
    if (!decomposition.decompose(matrix)) {
      throw new GrokException(
          "the eigenvalues of AᵀA of %s did not converge".formatted(parallelograms));
    }
    double[] unsorted = new double[p];
    for (int k = 0; k < p; k++) {
      unsorted[k] = decomposition.getD().doubleValue(k, k);
    }
    int[] ascending = Rows.ascending(p, k -> unsorted[k]);
    int n0 = equations.nullity();
    double[] eigenvalues = new double[p];
    double[][] vectors = new double[p][p];
    for (int k = 0; k < p; k++) {
      eigenvalues[k] = k < n0 ? 0 : unsorted[ascending[k]];
      for (int i = 0; i < p; i++) {
        vectors[k][i] = decomposition.getV().doubleValue(i, ascending[k]);
      }
    }
    return new Spectrum(new Gram(parallelograms.size(), n0, eigenvalues, vectors), 1);
  }

  /** The spectrum of H by the given normalization; nothing is decomposed again. */
  public Spectrum scaled(Normalization normalization) {
    return new Spectrum(gram, normalization.factor(gram.parallelograms));
  }

  /** n₀ in the paper: number of zero eigenvalues, exactly. */
  public int n0() {
    return gram.n0;
  }

  /** Eigenvalues of AᵀA, ascending, [p]; the first n₀ are exactly zero. */
  public double[] gramEigenvalues() {
    return gram.eigenvalues.clone();
  }

  /** λ_1 ≤ ... ≤ λ_p in the paper: eigenvalues of H, ascending, [p]. */
  public double[] eigenvalues() {
    return Arrays.stream(gram.eigenvalues).map(value -> factor * value).toArray();
  }

  /** Orthonormal eigenvectors of H, [p][p]; element k belongs to eigenvalue k. */
  public double[][] eigenvectors() {
    return Rows.copy(gram.eigenvectors);
  }

  /**
   * λ₃ in the paper, the grokking rate: the third-smallest eigenvalue of H; 0 if n₀ &gt; 2.
   *
   * @throws GrokException for p = 2, where every representation is linear
   */
  public double lambda3() {
    return rate(GrokkingRate.THIRD);
  }

  /**
   * The rate of grokking by the given reading.
   *
   * @throws GrokException for p = 2
   */
  public double rate(GrokkingRate which) {
    if (gram.eigenvalues.length < 3) {
      throw new GrokException("lambda3 needs at least three symbols: p = 2");
    }
    return which.of(eigenvalues());
  }

  /** t_h = 1/λ₃ in the paper; infinite if λ₃ = 0. */
  public double th() {
    return 1 / lambda3();
  }

  /** n_h = 1/(λ₃ η) in the paper: steps of size η in which the slowest component falls to 1/e. */
  public double nh(double eta) {
    Require.step(eta);
    return 1 / (lambda3() * eta);
  }

  /**
   * R(t) = exp(-H t) R(0), the solution of Eq. 9.
   *
   * @param start R(0), [p][d]; read
   * @param t at least 0
   * @return [p][d]
   */
  public double[][] evolve(double[][] start, double t) {
    int d = Rows.dimensions(start, gram.eigenvalues.length);
    if (!(t >= 0)) {
      throw new GrokException("time must not be negative: " + t);
    }
    double[] lambda = eigenvalues();
    double[][] state = new double[start.length][d];
    for (int k = 0; k < lambda.length; k++) {
      double[] v = gram.eigenvectors[k];
      double decay = Math.exp(-lambda[k] * t);
      for (int c = 0; c < d; c++) {
        double amplitude = 0;
        for (int i = 0; i < v.length; i++) {
          amplitude += v[i] * start[i][c];
        }
        for (int i = 0; i < v.length; i++) {
          state[i][c] += amplitude * decay * v[i];
        }
      }
    }
    return state;
  }
}
