package dev.grok.bench;

import dev.grok.testkit.call.Contents;

/** Another library, ready to multiply two matrices, c = a b, again and again on one thread. */
interface Peer extends AutoCloseable {
  /** Multiplies. */
  void run();

  /** The result of the last run, row by row. */
  float[] result();

  @Override
  default void close() {}

  /**
   * A factor as it is stored, row by row.
   *
   * @param transposed whether its transpose is what is multiplied
   */
  record Factor(float[] values, int rows, int columns, boolean transposed) {
    /** The smallest. */
    static final Factor ONE = new Factor(new float[] {1}, 1, 1, false);

    static Factor of(Contents contents, boolean transposed) {
      float[] values = new float[contents.length()];
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) contents.at(i);
      }
      return new Factor(values, contents.shape().axis(1), contents.shape().axis(2), transposed);
    }

    /** Rows of the matrix that is multiplied. */
    int height() {
      return transposed ? columns : rows;
    }

    /** Columns of the matrix that is multiplied. */
    int width() {
      return transposed ? rows : columns;
    }
  }
}
