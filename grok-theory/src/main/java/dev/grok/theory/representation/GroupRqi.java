package dev.grok.theory.representation;

import dev.grok.api.GrokException;
import dev.grok.models.task.FiniteGroup;
import dev.grok.theory.group.GroupParallelograms;
import dev.grok.theory.internal.Require;
import java.util.Arrays;

/**
 * RQI of matrix embeddings of a finite group (paper, appendix H, Figs. 17 and 18): the part of P₀
 * whose generalized parallelograms E_a E_b = E_c E_d it has. P₀ are the pairs of different samples
 * (a, b), (c, d) of equal product: 90 for S₃.
 *
 * <p>As in the authors' code, embeddings are divided by the root of the mean square of all their
 * entries, without centering, and a pair counts if the mean over entries of (E_a E_b - E_c E_d)² is
 * below δ. If embeddings are all zero or not finite, nothing counts and RQI is 0.
 */
public final class GroupRqi {
  /**
   * What counts as a parallelogram; the paper and the authors' code differ.
   *
   * @param threshold δ, positive
   * @param closeness what is compared with it
   * @param scale what the embeddings are divided by first
   */
  public record Definition(double threshold, Closeness closeness, Scale scale) {
    /** The authors' code: mean over entries below 0.5, embeddings of unit root mean square. */
    public static final Definition AUTHORS =
        new Definition(0.5, Closeness.MEAN_SQUARE, Scale.ROOT_MEAN_SQUARE);

    /** The text: |E_a E_b - E_c E_d|_F² ≤ δ of unscaled embeddings; it gives no δ. */
    public static Definition paper(double delta) {
      return new Definition(delta, Closeness.SQUARED_NORM, Scale.NONE);
    }

    public Definition {
      Require.threshold(threshold);
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
    /** √ of the mean square of all entries of all embeddings, not centered. */
    ROOT_MEAN_SQUARE,
    /** As they are. */
    NONE
  }

  private final FiniteGroup group;
  private final Definition definition;

  /** By the authors' definition, {@link Definition#AUTHORS}. */
  public GroupRqi(FiniteGroup group) {
    this(group, Definition.AUTHORS);
  }

  /**
   * By a definition.
   *
   * @throws GrokException if the group is trivial, so that there is no parallelogram
   */
  public GroupRqi(FiniteGroup group, Definition definition) {
    if (group.order() < 2) {
      throw new GrokException("RQI needs a group of at least two elements: " + group);
    }
    this.group = group;
    this.definition = definition;
  }

  /** |P₀|. */
  public long permissible() {
    long n = group.order();
    return n * (n * (n - 1) / 2);
  }

  /**
   * RQI of each replica.
   *
   * @param embeddings [R, n, d, d], row-major, as read from a tensor
   * @param d rows and columns of an embedding
   * @return [R]
   */
  public double[] perReplica(double[] embeddings, int d) {
    int size = group.order() * d * d;
    if (d < 1 || embeddings.length % size != 0) {
      throw new GrokException(
          "%d numbers are not whole representations of %d matrices of %d x %d"
              .formatted(embeddings.length, group.order(), d, d));
    }
    double[] rqi = new double[embeddings.length / size];
    for (int r = 0; r < rqi.length; r++) {
      rqi[r] = rqi(Arrays.copyOfRange(embeddings, r * size, (r + 1) * size), d);
    }
    return rqi;
  }

  /**
   * P(R): the parallelograms that a representation has.
   *
   * @param embeddings [n, d, d], row-major; read
   * @throws GrokException also if all parallelograms of the group would take more than 1 GiB
   */
  public GroupParallelograms parallelograms(double[] embeddings, int d) {
    int n = group.order();
    if (d < 1 || embeddings.length != n * d * d) {
      throw new GrokException(
          "%d numbers are not a representation of %d matrices of %d x %d"
              .formatted(embeddings.length, n, d, d));
    }
    double[][] products = products(embeddings, d);
    return GroupParallelograms.full(group)
        .filter((a, b, s, t) -> isFormed(products[a * n + b], products[s * n + t]));
  }

  private double rqi(double[] embeddings, int d) {
    int n = group.order();
    double[][] products = products(embeddings, d);
    long formed = 0;
    for (int element = 0; element < n; element++) {
      for (int a = 0; a < n; a++) {
        double[] product = products[a * n + group.product(group.inverse(a), element)];
        for (int c = 0; c < a; c++) {
          double[] other = products[c * n + group.product(group.inverse(c), element)];
          formed += isFormed(product, other) ? 1 : 0;
        }
      }
    }
    return formed / (double) permissible();
  }

  /** E_a E_b of all scaled embeddings, at a * n + b: a product is divided by the mean square. */
  private double[][] products(double[] e, int d) {
    int n = group.order();
    double squares = 0;
    for (double entry : e) {
      squares += entry * entry;
    }
    double meanSquare = definition.scale() == Scale.NONE ? 1 : squares / e.length;
    double[][] products = new double[n * n][];
    for (int a = 0; a < n; a++) {
      for (int b = 0; b < n; b++) {
        products[a * n + b] = product(e, a * d * d, b * d * d, d, meanSquare);
      }
    }
    return products;
  }

  private static double[] product(double[] e, int a, int b, int d, double meanSquare) {
    double[] product = new double[d * d];
    for (int i = 0; i < d; i++) {
      for (int j = 0; j < d; j++) {
        double sum = 0;
        for (int k = 0; k < d; k++) {
          sum += e[a + i * d + k] * e[b + k * d + j];
        }
        product[i * d + j] = sum / meanSquare;
      }
    }
    return product;
  }

  private boolean isFormed(double[] first, double[] second) {
    double squares = 0;
    for (int i = 0; i < first.length; i++) {
      double difference = first[i] - second[i];
      squares += difference * difference;
    }
    return definition.closeness() == Closeness.MEAN_SQUARE
        ? squares / first.length < definition.threshold()
        : squares <= definition.threshold();
  }
}
