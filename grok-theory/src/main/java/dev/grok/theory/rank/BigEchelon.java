package dev.grok.theory.rank;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/** The elimination of {@link ExactRank}, carried on where 64 bits no longer hold the minors. */
final class BigEchelon {
  private final int columns;
  private final List<BigInteger[]> basis = new ArrayList<>();
  private final List<Integer> pivotColumn = new ArrayList<>();
  private BigInteger[] work;

  BigEchelon(int columns, long[][] rows, int[] pivots, int rank) {
    this.columns = columns;
    this.work = new BigInteger[columns];
    for (int k = 0; k < rank; k++) {
      BigInteger[] row = new BigInteger[columns];
      for (int c = 0; c < columns; c++) {
        row[c] = BigInteger.valueOf(rows[k][c]);
      }
      basis.add(row);
      pivotColumn.add(pivots[k]);
    }
  }

  boolean reduce(int[] row) {
    BigInteger[] left = new BigInteger[columns];
    for (int c = 0; c < columns; c++) {
      left[c] = BigInteger.valueOf(row[c]);
    }
    BigInteger previous = BigInteger.ONE;
    for (int k = 0; k < basis.size(); k++) {
      BigInteger[] eliminated = basis.get(k);
      BigInteger pivot = eliminated[pivotColumn.get(k)];
      BigInteger factor = left[pivotColumn.get(k)];
      for (int c = 0; c < columns; c++) {
        left[c] = pivot.multiply(left[c]).subtract(factor.multiply(eliminated[c])).divide(previous);
      }
      previous = pivot;
    }
    work = left;
    return firstPivot() >= 0;
  }

  void append() {
    pivotColumn.add(firstPivot());
    basis.add(work);
  }

  private int firstPivot() {
    for (int c = 0; c < columns; c++) {
      if (work[c].signum() != 0) {
        return c;
      }
    }
    return -1;
  }
}
