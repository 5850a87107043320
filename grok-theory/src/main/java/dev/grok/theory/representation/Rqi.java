package dev.grok.theory.representation;

import dev.grok.api.GrokException;
import dev.grok.theory.internal.Rows;
import dev.grok.theory.parallelogram.Parallelograms;
import dev.grok.theory.representation.RqiDefinition.Closeness;

/**
 * Representation quality index (paper, Eqs. 2, 3): RQI(R) = |P(R)|/|P₀|, the part of the
 * permissible parallelograms that a representation has.
 *
 * <p>A dimension that is constant or holds NaN or infinity cannot be normalized (the authors' code
 * divides by zero there). Then nothing is a parallelogram, and RQI is 0.
 */
public final class Rqi {
  private final RqiDefinition definition;
  private final Parallelograms permissible;
  private final int p;

  /** By the authors' definition, {@link RqiDefinition#AUTHORS}. */
  public Rqi(int p) {
    this(p, RqiDefinition.AUTHORS);
  }

  /**
   * By the given definition.
   *
   * @throws GrokException if no parallelogram is left, that is for fewer than three symbols
   */
  public Rqi(int p, RqiDefinition definition) {
    if (p - definition.fromDigit() < 3) {
      throw new GrokException(
          "RQI needs at least three symbols: p = %d from digit %d has %d"
              .formatted(p, definition.fromDigit(), Math.max(0, p - definition.fromDigit())));
    }
    this.p = p;
    this.definition = definition;
    Parallelograms all = Parallelograms.full(p);
    permissible = all.filter((i, j, m, n) -> i >= definition.fromDigit());
  }

  /** What counts as a parallelogram. */
  public RqiDefinition definition() {
    return definition;
  }

  /** P₀ in the paper: the parallelograms that count; RQI is 1 if all are formed. */
  public Parallelograms permissible() {
    return permissible;
  }

  /**
   * RQI of a representation.
   *
   * @param embeddings [p][d]; read
   */
  public double rqi(double[][] embeddings) {
    return rqi(normalized(embeddings));
  }

  /**
   * RQI of each replica.
   *
   * @param embeddings [R, p, d], row-major, as read from a tensor
   * @param d dimensions of an embedding
   * @return [R]
   */
  public double[] perReplica(double[] embeddings, int d) {
    if (d < 1 || embeddings.length % (p * d) != 0) {
      throw new GrokException(
          "%d numbers are not whole representations of %d embeddings of %d dimensions"
              .formatted(embeddings.length, p, d));
    }
    double[] rqi = new double[embeddings.length / (p * d)];
    double[] normalized = new double[p * d];
    for (int r = 0; r < rqi.length; r++) {
      Representations.normalize(embeddings, r * p * d, normalized, p, d, definition.variance());
      rqi[r] = rqi(normalized);
    }
    return rqi;
  }

  /**
   * P(R) in the paper (Eq. 2).
   *
   * @param embeddings [p][d]; read
   */
  public Parallelograms parallelograms(double[][] embeddings) {
    double[] normalized = normalized(embeddings);
    return permissible.subset(k -> isFormed(k, normalized));
  }

  private double[] normalized(double[][] embeddings) {
    Rows.dimensions(embeddings, p);
    return Rows.flatten(Representations.normalize(embeddings, definition.variance()));
  }

  private double rqi(double[] normalized) {
    int formed = 0;
    for (int k = 0; k < permissible.size(); k++) {
      formed += isFormed(k, normalized) ? 1 : 0;
    }
    return formed / (double) permissible.size();
  }

  /** Whether the k-th permissible parallelogram is formed by normalized embeddings e, [p * d]. */
  private boolean isFormed(int k, double[] e) {
    int d = e.length / p;
    int i = permissible.corner(k, 0) * d;
    int j = permissible.corner(k, 1) * d;
    int m = permissible.corner(k, 2) * d;
    int n = permissible.corner(k, 3) * d;
    double squares = 0;
    for (int c = 0; c < d; c++) {
      double difference = e[i + c] + e[j + c] - e[m + c] - e[n + c];
      squares += difference * difference;
    }
    return definition.closeness() == Closeness.MEAN_SQUARE
        ? squares / d < definition.threshold()
        : Math.sqrt(squares) <= definition.threshold();
  }
}
