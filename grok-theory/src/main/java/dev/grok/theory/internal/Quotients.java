package dev.grok.theory.internal;

/**
 * Which quotients of n embeddings are known to be equal (paper, appendices E and H). A
 * parallelogram (a, b, c, d) says that a quotient of a and c equals one of d and b; equality is
 * transitive.
 *
 * <p>Products: E_c⁻¹ E_a = E_d E_b⁻¹, a <i>left quotient</i> equal to a <i>right quotient</i>.
 * Sums: E_a - E_c = E_d - E_b and E_a - E_d = E_c - E_b, quotients of one kind only.
 */
public final class Quotients {
  private final int n;
  private final boolean products;
  private final UnionFind equal;

  private Quotients(int n, boolean products) {
    this.n = n;
    this.products = products;
    equal = new UnionFind(products ? 2 * n * n : n * n);
    clear();
  }

  /** Of matrices that are multiplied. */
  public static Quotients ofProducts(int n) {
    return new Quotients(n, true);
  }

  /** Of vectors that are added: their differences. */
  public static Quotients ofSums(int n) {
    return new Quotients(n, false);
  }

  /** Forgets all that was joined. */
  public void clear() {
    equal.clear();
    for (int a = 1; a < n; a++) {
      equal.union(left(0, 0), left(a, a)); // E_a⁻¹ E_a = 1 = E_a E_a⁻¹
      equal.union(left(0, 0), right(a, a));
    }
    equal.union(left(0, 0), right(0, 0));
  }

  /** Number of E_c⁻¹ E_a, or of E_a - E_c. */
  private int left(int c, int a) {
    return c * n + a;
  }

  /** Number of E_d E_b⁻¹, or of E_d - E_b. */
  private int right(int d, int b) {
    return products ? n * n + d * n + b : left(b, d);
  }

  /** Adds the parallelogram (a, b, c, d). */
  public void join(int a, int b, int c, int d) {
    equal.union(left(c, a), right(d, b));
    equal.union(left(a, c), right(b, d));
    if (!products) {
      equal.union(left(d, a), right(c, b));
      equal.union(left(a, d), right(b, c));
    }
  }

  /** Whether the parallelogram (a, b, c, d) follows from those joined. */
  public boolean imply(int a, int b, int c, int d) {
    return equal.same(left(c, a), right(d, b))
        || (!products && equal.same(left(d, a), right(c, b)));
  }

  /** Number of quotients that are not known to be equal. */
  public int different() {
    return equal.sets();
  }
}
