package dev.grok.theory.rank;

import dev.grok.api.GrokException;
import dev.grok.theory.internal.MemoryEstimate;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A row space over the rationals, grown row by row with no rounding: fraction-free elimination
 * (Bareiss, Sylvester's identity and multistep integer-preserving Gaussian elimination, 1968).
 * Every number in it is a minor of the rows given. It works in 64-bit integers and goes on in big
 * integers when one overflows. For one thread.
 */
public final class ExactRank {
  private final int columns;
  private final long[][] basis; // row k: reduced by rows 0..k-1
  private final int[] pivotColumn;
  private final long[] work;
  private int rank;
  private @Nullable BigEchelon big;

  /** The empty row space. */
  public ExactRank(int columns) {
    if (columns < 1) {
      throw new GrokException("a row space needs at least one column: " + columns);
    }
    MemoryEstimate.require(
        "a row space of %d columns".formatted(columns), (long) columns * columns, Long.BYTES);
    this.columns = columns;
    basis = new long[columns][];
    pivotColumn = new int[columns];
    work = new long[columns];
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
    if (!isIndependent(row)) {
      return false;
    }
    if (big != null) {
      big.append();
    } else {
      append();
    }
    rank++;
    return true;
  }

  /** Whether the row is a linear combination of those inserted. */
  public boolean contains(int... row) {
    return !isIndependent(row);
  }

  /** Rank of the rows inserted so far. */
  public int rank() {
    return rank;
  }

  /** Columns minus rank. */
  public int nullity() {
    return columns - rank;
  }

  /** Forgets all rows. */
  public void clear() {
    rank = 0;
    big = null;
  }

  private boolean isIndependent(int[] row) {
    if (row.length != columns) {
      throw new GrokException(
          "a row of %d entries does not fit %d columns".formatted(row.length, columns));
    }
    if (big == null) {
      try {
        return reduce(row);
      } catch (ArithmeticException overflow) {
        big = new BigEchelon(columns, basis, pivotColumn, rank);
      }
    }
    return big.reduce(row);
  }

  /** Leaves in {@link #work} the row reduced by the basis; whether anything is left of it. */
  private boolean reduce(int[] row) {
    for (int c = 0; c < columns; c++) {
      work[c] = row[c];
    }
    long previous = 1;
    for (int k = 0; k < rank; k++) {
      long[] eliminated = basis[k];
      long pivot = eliminated[pivotColumn[k]];
      long factor = work[pivotColumn[k]];
      if (factor != 0 || pivot != previous) {
        for (int c = 0; c < columns; c++) {
          long minor =
              Math.subtractExact(
                  Math.multiplyExact(pivot, work[c]), Math.multiplyExact(factor, eliminated[c]));
          work[c] = previous == 1 ? minor : minor / previous;
        }
      }
      previous = pivot;
    }
    for (long entry : work) {
      if (entry != 0) {
        return true;
      }
    }
    return false;
  }

  private void append() {
    int pivot = 0;
    for (int c = 1; c < columns; c++) {
      // Small pivots keep the minors small.
      if (work[c] != 0 && (work[pivot] == 0 || Math.abs(work[c]) < Math.abs(work[pivot]))) {
        pivot = c;
      }
    }
    pivotColumn[rank] = pivot;
    if (basis[rank] == null) {
      basis[rank] = new long[columns];
    }
    System.arraycopy(work, 0, basis[rank], 0, columns);
  }

  @Override
  public String toString() {
    return "rank %d of %d columns, pivots %s"
        .formatted(rank, columns, Arrays.toString(Arrays.copyOf(pivotColumn, rank)));
  }
}
