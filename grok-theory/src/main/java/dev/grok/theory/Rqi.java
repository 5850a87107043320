package dev.grok.theory;

import dev.grok.api.GrokException;
import dev.grok.theory.RqiDefinition.Closeness;

/**
 * Representation quality index (paper, Eqs. 2, 3): RQI(R) = |P(R)|/|P₀|, the part of the
 * permissible parallelograms that a representation has.
 *
 * <p>Total: a dimension that is constant or holds NaN or infinity cannot be normalized (the
 * authors' code divides by zero there), so nothing is a parallelogram and RQI is 0.
 */
public final class Rqi {
  private final RqiDefinition definition;
  private final Parallelograms permissible;
  private final int[] corners;
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
    permissible = all.filter(k -> all.get(k).i() >= definition.fromDigit());
    corners = permissible.corners();
  }

  /** What counts. */
  public RqiDefinition definition() {
    return definition;
  }

  /** P₀ in the paper: what RQI = 1 would have. */
  public Parallelograms permissible() {
    return permissible;
  }

  /**
   * RQI of a representation.
   *
   * @param embeddings [p][d]; read
   */
  public double rqi(double[][] embeddings) {
    int d = Representations.dimensions(embeddings, p);
    double[] normalized = Representations.flatten(embeddings, d);
    Representations.normalize(normalized, 0, normalized, p, d, definition.variance());
    return rqi(normalized, d);
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
      rqi[r] = rqi(normalized, d);
    }
    return rqi;
  }

  /**
   * P(R) in the paper (Eq. 2).
   *
   * @param embeddings [p][d]; read
   */
  public Parallelograms parallelograms(double[][] embeddings) {
    int d = Representations.dimensions(embeddings, p);
    double[] normalized = Representations.flatten(embeddings, d);
    Representations.normalize(normalized, 0, normalized, p, d, definition.variance());
    return permissible.filter(k -> isFormed(Parallelograms.CORNERS * k, normalized, d));
  }

  private double rqi(double[] normalized, int d) {
    int formed = 0;
    for (int at = 0; at < corners.length; at += Parallelograms.CORNERS) {
      if (isFormed(at, normalized, d)) {
        formed++;
      }
    }
    return formed / (double) permissible.size();
  }

  private boolean isFormed(int at, double[] e, int d) {
    int i = corners[at] * d;
    int j = corners[at + 1] * d;
    int m = corners[at + 2] * d;
    int n = corners[at + 3] * d;
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
