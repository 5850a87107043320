package dev.grok.theory.internal;

import dev.grok.api.GrokException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/** Matrices as double[n][d], one row for each embedding. */
public final class Rows {
  private Rows() {}

  /** Another array with the same numbers. */
  public static double[][] copy(double[][] rows) {
    return Arrays.stream(rows).map(double[]::clone).toArray(double[][]::new);
  }

  /** [n][d] as [n * d], row by row. */
  public static double[] flatten(double[][] rows) {
    double[] flat = new double[Arrays.stream(rows).mapToInt(row -> row.length).sum()];
    int at = 0;
    for (double[] row : rows) {
      System.arraycopy(row, 0, flat, at, row.length);
      at += row.length;
    }
    return flat;
  }

  /** [n * d], from the given place on, as [n][d]. */
  public static double[][] of(double[] flat, int from, int n, int d) {
    double[][] rows = new double[n][];
    for (int k = 0; k < n; k++) {
      rows[k] = Arrays.copyOfRange(flat, from + k * d, from + (k + 1) * d);
    }
    return rows;
  }

  /** The sum of all squares. */
  public static double squares(double[][] rows) {
    double sum = 0;
    for (double[] row : rows) {
      for (double value : row) {
        sum += value * value;
      }
    }
    return sum;
  }

  /** Checks that there is a row for each of p symbols, all of one length, and returns that. */
  public static int dimensions(double[][] embeddings, int p) {
    Require.sameP(p, embeddings.length);
    int d = embeddings[0].length;
    for (double[] row : embeddings) {
      if (row.length != d || d == 0) {
        throw new GrokException(
            "embeddings must have the same number of dimensions, at least one: %d and %d"
                .formatted(d, row.length));
      }
    }
    return d;
  }

  /** 0..n-1 by ascending key; equal keys keep their order. */
  public static int[] ascending(int n, IntToDoubleFunction key) {
    return IntStream.range(0, n)
        .boxed()
        .sorted(Comparator.comparingDouble(key::applyAsDouble))
        .mapToInt(Integer::intValue)
        .toArray();
  }
}
