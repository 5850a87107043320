package dev.grok.theory.representation;

import dev.grok.api.GrokException;
import dev.grok.theory.internal.Rows;
import java.util.Arrays;
import org.ojalgo.matrix.decomposition.SingularValue;
import org.ojalgo.matrix.store.R064Store;

/**
 * Principal components of a representation (paper, Figs. 1 and 7, appendix K), as scikit-learn's
 * PCA computes them: the rows are centered, a component is a unit vector, and its largest entry in
 * magnitude is positive. There are min(n, d) components, by descending variance.
 */
public final class Pca {
  private final double[] mean;
  private final double[][] components;
  private final double[] variances;
  private final double total;

  private Pca(double[] mean, double[][] components, double[] variances) {
    this.mean = mean;
    this.components = components;
    this.variances = variances;
    this.total = Arrays.stream(variances).sum();
  }

  /**
   * The components of some embeddings.
   *
   * @param embeddings [n][d], n ≥ 2; read
   * @throws GrokException if they are not a matrix, or not finite
   */
  public static Pca of(double[][] embeddings) {
    int d = requireMatrix(embeddings, 0);
    int n = embeddings.length;
    if (n < 2) {
      throw new GrokException("principal components need at least two embeddings: " + n);
    }
    double[] mean = new double[d];
    for (double[] row : embeddings) {
      for (int c = 0; c < d; c++) {
        mean[c] += row[c] / n;
      }
    }
    R064Store centered = R064Store.FACTORY.make(n, d);
    for (int i = 0; i < n; i++) {
      for (int c = 0; c < d; c++) {
        centered.set(i, c, embeddings[i][c] - mean[c]);
      }
    }
    SingularValue<Double> svd = SingularValue.R064.make(centered);
    if (!svd.decompose(centered)) {
      throw new GrokException(
          "the singular values of %d embeddings of %d dimensions did not converge".formatted(n, d));
    }
    int count = Math.min(n, d);
    double[][] components = new double[count][d];
    double[] variances = new double[count];
    for (int k = 0; k < count; k++) {
      double value = svd.getSingularValues().doubleValue(k);
      variances[k] = value * value / (n - 1);
      for (int c = 0; c < d; c++) {
        components[k][c] = svd.getV().doubleValue(c, k);
      }
      turn(components[k]);
    }
    return new Pca(mean, components, variances);
  }

  private static void turn(double[] component) {
    double largest = 0;
    for (double entry : component) {
      largest = Math.abs(entry) > Math.abs(largest) ? entry : largest;
    }
    if (largest < 0) {
      Arrays.setAll(component, c -> -component[c]);
    }
  }

  /** Checks that rows have the given length, or one common length if it is 0, and returns it. */
  static int requireMatrix(double[][] rows, int dimensions) {
    int d = dimensions == 0 && rows.length > 0 ? rows[0].length : dimensions;
    for (int i = 0; i < rows.length; i++) {
      if (rows[i].length != d || d == 0) {
        throw new GrokException(
            "embedding %d has %d dimensions, expected %d".formatted(i, rows[i].length, d));
      }
      for (double value : rows[i]) {
        if (!Double.isFinite(value)) {
          throw new GrokException("embedding %d is not finite: %s".formatted(i, value));
        }
      }
    }
    return d;
  }

  /**
   * Subtracts from each embedding the mean of its own entries and divides by their standard
   * deviation, as the authors do before the components of Fig. 1.
   *
   * @param embeddings [n][d]; read
   * @return [n][d]; an embedding whose entries are all equal becomes zeros
   */
  public static double[][] standardizeRows(double[][] embeddings) {
    requireMatrix(embeddings, 0);
    return Arrays.stream(embeddings).map(Pca::standardize).toArray(double[][]::new);
  }

  private static double[] standardize(double[] row) {
    double mean = Arrays.stream(row).average().orElseThrow();
    double variance = Arrays.stream(row).map(v -> (v - mean) * (v - mean)).average().orElseThrow();
    boolean spread = Arrays.stream(row).anyMatch(v -> v != row[0]);
    return Arrays.stream(row).map(v -> spread ? (v - mean) / Math.sqrt(variance) : 0).toArray();
  }

  /** Mean of the embeddings, [d]. */
  public double[] mean() {
    return mean.clone();
  }

  /** The components, orthonormal rows, [min(n, d)][d]. */
  public double[][] components() {
    return Rows.copy(components);
  }

  /** Unbiased variance along each component, descending, [min(n, d)]. */
  public double[] explainedVariance() {
    return variances.clone();
  }

  /** Each variance over their sum, [min(n, d)]; NaN if all embeddings are equal. */
  public double[] explainedVarianceRatio() {
    return Arrays.stream(variances).map(v -> v / total).toArray();
  }

  /**
   * Effective dimension exp(S), S = -Σ p_k ln p_k over the ratios of explained variance (paper,
   * Fig. 7 left); NaN if all embeddings are equal.
   */
  public double effectiveDimension() {
    double entropy =
        Arrays.stream(explainedVarianceRatio()).map(p -> p == 0 ? 0 : -p * Math.log(p)).sum();
    return Math.exp(entropy);
  }

  /**
   * Coordinates along the first components.
   *
   * @param embeddings [m][d], of this or another time; read
   * @param count number of components, 1 to min(n, d)
   * @return [m][count]
   */
  public double[][] transform(double[][] embeddings, int count) {
    requireMatrix(embeddings, mean.length);
    if (count < 1 || count > components.length) {
      throw new GrokException(
          "number of components must be between 1 and %d: %d".formatted(components.length, count));
    }
    double[][] coordinates = new double[embeddings.length][count];
    for (int i = 0; i < embeddings.length; i++) {
      for (int k = 0; k < count; k++) {
        for (int c = 0; c < mean.length; c++) {
          coordinates[i][k] += (embeddings[i][c] - mean[c]) * components[k][c];
        }
      }
    }
    return coordinates;
  }

  /**
   * Embeddings of another time projected on the first components of these; the mean of these is
   * added again (paper, appendix K; scikit-learn's inverse_transform).
   *
   * @param embeddings [m][d]; read
   * @param count number of components, 1 to min(n, d)
   * @return [m][d]
   */
  public double[][] project(double[][] embeddings, int count) {
    double[][] coordinates = transform(embeddings, count);
    double[][] projected = new double[embeddings.length][];
    for (int i = 0; i < embeddings.length; i++) {
      projected[i] = mean.clone();
      for (int k = 0; k < count; k++) {
        for (int c = 0; c < mean.length; c++) {
          projected[i][c] += coordinates[i][k] * components[k][c];
        }
      }
    }
    return projected;
  }
}
