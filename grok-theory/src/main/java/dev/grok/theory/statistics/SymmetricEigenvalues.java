package dev.grok.theory.statistics;

import dev.grok.api.GrokException;
import java.util.Arrays;
import java.util.Optional;
import org.ojalgo.matrix.decomposition.Eigenvalue;
import org.ojalgo.matrix.store.R064Store;

/** Eigenvalues of symmetric matrices of one size, in float64, without eigenvectors. */
final class SymmetricEigenvalues {
  private final int n;
  private final R064Store matrix;
  private final Eigenvalue<Double> decomposition;

  SymmetricEigenvalues(int n) {
    this.n = n;
    matrix = R064Store.FACTORY.make(n, n);
    decomposition = Eigenvalue.R064.make(matrix, true);
  }

  /**
   * The eigenvalues, ascending.
   *
   * @param entries [n * n], symmetric
   */
  double[] of(double[] entries) {
    System.arraycopy(entries, 0, matrix.data, 0, n * n);
    if (!decomposition.computeValuesOnly(matrix)) {
      throw new GrokException(
          "the eigenvalues of a %d x %d matrix did not converge".formatted(n, n));
    }
    double[] values = new double[n];
    decomposition.getEigenvalues(values, Optional.empty());
    Arrays.sort(values);
    return values;
  }
}
