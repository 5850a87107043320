package dev.grok.bench;

/** Another library, ready to do one piece of work again and again on one thread. */
interface Peer extends AutoCloseable {
  /** Does the work. */
  void run();

  /** The result of the last run, row by row. */
  float[] result();

  @Override
  void close();

  /**
   * A matrix product, c = a b.
   *
   * @param m rows of c
   * @param n columns of c
   * @param k inner dimension
   * @param transposeA whether a is [k, m]
   * @param transposeB whether b is [n, k]
   */
  record Product(
      int m, int n, int k, boolean transposeA, boolean transposeB, float[] a, float[] b) {}
}
