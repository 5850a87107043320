package dev.grok.theory.group;

import dev.grok.api.GrokException;
import dev.grok.models.task.FiniteGroup;

/**
 * Representation quality index of a representation by matrices (paper, appendix H): the part of all
 * parallelograms ab = cd for which |E_a E_b - E_c E_d|_F² is small. A representation that is zero
 * or not finite has none.
 */
public final class GroupRqi {
  /**
   * What counts as a parallelogram.
   *
   * @param threshold δ, positive
   * @param closeness what is compared with it
   * @param scale what the embeddings are divided by first
   */
  public record Definition(double threshold, Closeness closeness, Scale scale) {
    /** The authors' code: mean over entries below 0.5, embeddings of unit root mean square. */
    public static final Definition AUTHORS =
        new Definition(0.5, Closeness.MEAN_SQUARE, Scale.ROOT_MEAN_SQUARE);

    /** The text: |E_a E_b - E_c E_d|_F² ≤ δ of the embeddings as they are; it gives no δ. */
    public static Definition paper(double delta) {
      return new Definition(delta, Closeness.SQUARED_NORM, Scale.NONE);
    }

    public Definition {
      if (!(threshold > 0) || threshold == Double.POSITIVE_INFINITY) {
        throw new GrokException("the threshold of RQI must be positive: " + threshold);
      }
    }
  }

  /** How far E_a E_b may be from E_c E_d. */
  public enum Closeness {
    /** The mean over entries of (E_a E_b - E_c E_d)² is below δ. */
    MEAN_SQUARE,
    /** Their sum is at most δ. */
    SQUARED_NORM
  }

  /** Scale of the embeddings. */
  public enum Scale {
    /** √ of the mean square of all entries of all embeddings, not centred. */
    ROOT_MEAN_SQUARE,
    /** As they are. */
    NONE
  }

  private final FiniteGroup group;
  private final Definition definition;
  private final GroupParallelograms permissible;

  public GroupRqi(FiniteGroup group, Definition definition) {
    if (group.order() < 2) {
      throw new GrokException("RQI needs a group of at least two elements: " + group);
    }
    this.group = group;
    this.definition = definition;
    permissible = GroupParallelograms.full(group);
  }

  /** P₀. */
  public GroupParallelograms permissible() {
    return permissible;
  }

  /**
   * P(R).
   *
   * @param embeddings [n][d][d]; read
   */
  public GroupParallelograms parallelograms(double[][][] embeddings) {
    double[][] products = products(embeddings);
    int n = group.order();
    int[] x = permissible.corners();
    return permissible.filter(
        k ->
            isClose(
                products[x[4 * k] * n + x[4 * k + 1]], products[x[4 * k + 2] * n + x[4 * k + 3]]));
  }

  /**
   * |P(R)|/|P₀|.
   *
   * @param embeddings [n][d][d]; read
   */
  public double rqi(double[][][] embeddings) {
    return parallelograms(embeddings).size() / (double) permissible.size();
  }

  private boolean isClose(double[] first, double[] second) {
    double squares = 0;
    for (int i = 0; i < first.length; i++) {
      squares += (first[i] - second[i]) * (first[i] - second[i]);
    }
    return definition.closeness() == Closeness.MEAN_SQUARE
        ? squares / first.length < definition.threshold()
        : squares <= definition.threshold();
  }

  /** All E_a E_b, [n²][d²]; NaN where the scale is zero or not finite. */
  private double[][] products(double[][][] embeddings) {
    int n = group.order();
    if (embeddings.length != n) {
      throw new GrokException(
          "%d embeddings do not fit %s".formatted(embeddings.length, group));
    }
    int d = embeddings[0].length;
    double squares = 0;
    for (double[][] matrix : embeddings) {
      for (double[] row : matrix) {
        if (matrix.length != d || row.length != d) {
          throw new GrokException("embeddings of a group must be square matrices of one size");
        }
        for (double value : row) {
          squares += value * value;
        }
      }
    }
    double meanSquare = definition.scale() == Scale.NONE ? 1 : squares / (n * d * d);
    double[][] products = new double[n * n][d * d];
    for (int a = 0; a < n; a++) {
      for (int b = 0; b < n; b++) {
        for (int i = 0; i < d; i++) {
          for (int j = 0; j < d; j++) {
            double sum = 0;
            for (int k = 0; k < d; k++) {
              sum += embeddings[a][i][k] * embeddings[b][k][j];
            }
            products[a * n + b][i * d + j] = sum / meanSquare;
          }
        }
      }
    }
    return products;
  }
}
