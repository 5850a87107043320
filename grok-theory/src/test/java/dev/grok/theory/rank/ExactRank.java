package dev.grok.theory.rank;

import dev.grok.api.GrokException;
import dev.grok.theory.internal.Require;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/**
 * A row space over the rationals, grown row by row with no rounding: fraction-free elimination
 * (Bareiss, Sylvester's identity and multistep integer-preserving Gaussian elimination, 1968) in
 * integers of any length. Every number in it is a minor of the rows given. It is slow, and what the
 * faster {@link DegreesOfFreedom} is compared with. For one thread.
 */
public final class ExactRank {
  private final int columns;
  private final List<BigInteger[]> basis = new ArrayList<>(); // row k: reduced by rows 0..k-1
  private final List<Integer> pivotColumns = new ArrayList<>();

  /** The empty row space. */
  public ExactRank(int columns) {
    if (columns < 1) {
      throw new GrokException("a row space needs at least one column: " + columns);
    }
    Require.memory(
        "a row space of %d columns".formatted(columns), (long) columns * columns, Long.BYTES);
    this.columns = columns;
  }

  /** The row space of a matrix [rows][columns] with at least one row. */
  public static ExactRank of(int[][] matrix) {
    if (matrix.length == 0) {
      throw new GrokException("the rank of a matrix without rows needs its number of columns");
    }
    ExactRank space = new ExactRank(matrix[0].length);
    for (int[] row : matrix) {
      space.insert(row);
    }
    return space;
  }

  /**
   * Adds a row.
   *
   * @return whether the rank grew
   */
  public boolean insert(int... row) {
    BigInteger[] left = reduced(row);
    int pivot = pivot(left);
    if (pivot < 0) {
      return false;
    }
    basis.add(left);
    pivotColumns.add(pivot);
    return true;
  }

  /** Whether the row is a linear combination of those inserted. */
  public boolean contains(int... row) {
    return pivot(reduced(row)) < 0;
  }

  /** Rank of the rows inserted so far. */
  public int rank() {
    return basis.size();
  }

  /** Columns minus rank. */
  public int nullity() {
    return columns - rank();
  }

  /** Forgets all rows. */
  public void clear() {
    basis.clear();
    pivotColumns.clear();
  }

  /** What the basis leaves of a row. */
  private BigInteger[] reduced(int[] row) {
    if (row.length != columns) {
      throw new GrokException(
          "a row of %d entries does not fit %d columns".formatted(row.length, columns));
    }
    BigInteger[] left = new BigInteger[columns];
    for (int c = 0; c < columns; c++) {
      left[c] = BigInteger.valueOf(row[c]);
    }
    BigInteger previous = BigInteger.ONE;
    for (int k = 0; k < basis.size(); k++) {
      BigInteger[] eliminated = basis.get(k);
      BigInteger pivot = eliminated[pivotColumns.get(k)];
      BigInteger factor = left[pivotColumns.get(k)];
      if (factor.signum() != 0 || !pivot.equals(previous)) {
        for (int c = 0; c < columns; c++) {
          left[c] =
              pivot.multiply(left[c]).subtract(factor.multiply(eliminated[c])).divide(previous);
        }
      }
      previous = pivot;
    }
    return left;
  }

  /** The column of the smallest entry that is not zero, which keeps the minors small; or -1. */
  private static int pivot(BigInteger[] row) {
    int pivot = -1;
    for (int c = 0; c < row.length; c++) {
      if (row[c].signum() != 0 && (pivot < 0 || row[c].abs().compareTo(row[pivot].abs()) < 0)) {
        pivot = c;
      }
    }
    return pivot;
  }

  @Override
  public String toString() {
    return "rank %d of %d columns, pivots %s".formatted(rank(), columns, pivotColumns);
  }
}
