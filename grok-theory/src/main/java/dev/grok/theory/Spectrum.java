package dev.grok.theory;

import dev.grok.api.GrokException;
import dev.grok.theory.internal.MemoryEstimate;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.ojalgo.matrix.decomposition.Eigenvalue;
import org.ojalgo.matrix.store.R064Store;

/**
 * Eigenvalues of AᵀA and of the Hessian H of the effective loss (paper, Eqs. 8, 9), in float64. How
 * many are zero is decided by the exact rank of A, never by a tolerance.
 */
public final class Spectrum {
  private final Parallelograms parallelograms;
  private final Normalization normalization;
  private final int n0;
  private final double[] gramEigenvalues;
  private final double[][] eigenvectors;

  private Spectrum(
      Parallelograms parallelograms,
      Normalization normalization,
      int n0,
      double[] gramEigenvalues,
      double[][] eigenvectors) {
    this.parallelograms = parallelograms;
    this.normalization = normalization;
    this.n0 = n0;
    this.gramEigenvalues = gramEigenvalues;
    this.eigenvectors = eigenvectors;
  }

  /** Decomposes AᵀA of the given parallelograms, for example P₀(D). */
  public static Spectrum of(Parallelograms parallelograms, Normalization normalization) {
    EquationMatrix equations = new EquationMatrix(parallelograms);
    int p = equations.columns();
    MemoryEstimate.require("the spectrum of p = " + p, (long) p * p, 4 * Double.BYTES);
    R064Store gram = R064Store.FACTORY.make(p, p);
    int[][] entries = equations.gram();
    for (int row = 0; row < p; row++) {
      for (int column = 0; column < p; column++) {
        gram.set(row, column, entries[row][column]);
      }
    }
    Eigenvalue<Double> decomposition = Eigenvalue.R064.make(gram, true);
    if (!decomposition.decompose(gram)) {
      throw new GrokException(
          "the eigenvalues of AᵀA of %s did not converge".formatted(parallelograms));
    }
    double[] unsorted = new double[p];
    for (int k = 0; k < p; k++) {
      unsorted[k] = decomposition.getD().doubleValue(k, k);
    }
    int[] ascending =
        IntStream.range(0, p)
            .boxed()
            .sorted(Comparator.comparingDouble(k -> unsorted[k]))
            .mapToInt(Integer::intValue)
            .toArray();
    int n0 = equations.nullity();
    double[] eigenvalues = new double[p];
    double[][] vectors = new double[p][p];
    for (int k = 0; k < p; k++) {
      eigenvalues[k] = k < n0 ? 0 : unsorted[ascending[k]];
      for (int i = 0; i < p; i++) {
        vectors[k][i] = decomposition.getV().doubleValue(i, ascending[k]);
      }
    }
    return new Spectrum(parallelograms, normalization, n0, eigenvalues, vectors);
  }

  /** n₀ in the paper: number of zero eigenvalues, exactly. */
  public int n0() {
    return n0;
  }

  /** Eigenvalues of AᵀA, ascending, [p]; the first n₀ are exactly zero. */
  public double[] gramEigenvalues() {
    return gramEigenvalues.clone();
  }

  /** λ_1 ≤ ... ≤ λ_p in the paper: eigenvalues of H, ascending, [p]. */
  public double[] eigenvalues() {
    double factor = normalization.factor(parallelograms);
    return Arrays.stream(gramEigenvalues).map(value -> factor * value).toArray();
  }

  /** Orthonormal eigenvectors of H, [p][p]; element k belongs to eigenvalue k. */
  public double[][] eigenvectors() {
    return Arrays.stream(eigenvectors).map(double[]::clone).toArray(double[][]::new);
  }

  /**
   * λ₃ in the paper, the grokking rate: the third-smallest eigenvalue of H; 0 if n₀ &gt; 2.
   *
   * @throws GrokException for p = 2, where every representation is linear
   */
  public double lambda3() {
    if (gramEigenvalues.length < 3) {
      throw new GrokException("lambda3 needs at least three symbols: p = 2");
    }
    return eigenvalues()[2];
  }

  /** The rate by another reading than λ₃; see there. */
  public double rate(GrokkingRate which) {
    lambda3(); // refuses p = 2
    return which.of(eigenvalues());
  }

  /** t_h = 1/λ₃ in the paper; infinite if λ₃ = 0. */
  public double th() {
    return 1 / lambda3();
  }

  /** n_h = 1/(λ₃ η) in the paper: steps of size η in which the slowest component falls to 1/e. */
  public double nh(double eta) {
    EffectiveLoss.requireStep(eta);
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
    int d = Representations.dimensions(start, gramEigenvalues.length);
    if (!(t >= 0)) {
      throw new GrokException("time must not be negative: " + t);
    }
    double[] lambda = eigenvalues();
    double[][] state = new double[start.length][d];
    for (int k = 0; k < lambda.length; k++) {
      double[] v = eigenvectors[k];
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
