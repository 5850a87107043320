package dev.grok.models.task;

import dev.grok.api.GrokException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** Checks multiplication tables; products are row-major [n, n]. */
final class GroupAxioms {
  /** See {@link FiniteGroup#MAX_ORDER}. */
  static final int MAX_ORDER = 2_000;

  private GroupAxioms() {}

  static void requireOrder(String name, long order) {
    if (order < 1 || order > MAX_ORDER) {
      throw new GrokException(
          "group '%s' has order %d; it must be between 1 and %d".formatted(name, order, MAX_ORDER));
    }
  }

  /** The table in one array. */
  static int[] requireClosed(String name, int[][] table) {
    int n = table.length;
    int[] products = new int[n * n];
    for (int a = 0; a < n; a++) {
      if (table[a].length != n) {
        throw broken(
            name, "row %d of its table has %d products, not %d".formatted(a, table[a].length, n));
      }
      for (int b = 0; b < n; b++) {
        int product = table[a][b];
        if (product < 0 || product >= n) {
          throw broken(
              name,
              "it is not closed: %d * %d = %d, outside 0..%d".formatted(a, b, product, n - 1));
        }
        products[a * n + b] = product;
      }
    }
    return products;
  }

  static int requireIdentity(String name, int[] products, int n) {
    for (int e = 0; e < n; e++) {
      boolean neutral = true;
      for (int a = 0; a < n && neutral; a++) {
        neutral = products[e * n + a] == a && products[a * n + e] == a;
      }
      if (neutral) {
        return e;
      }
    }
    throw broken(name, "no element is an identity");
  }

  /**
   * Light's test: (x g) y = x (g y) need only hold for all x, y and the g of a generating set, at
   * most log₂ n elements for a group; so it takes n² log n steps, not n³.
   */
  static void requireAssociative(String name, int[] products, int n) {
    BitSet generated = new BitSet(n);
    List<Integer> members = new ArrayList<>();
    for (int g = generated.nextClearBit(0); g < n; g = generated.nextClearBit(0)) {
      requireAssociativeAt(name, products, n, g);
      generated.set(g);
      members.add(g);
      // Each new member is multiplied with all before it and with itself, from both sides.
      for (int next = members.size() - 1; next < members.size(); next++) {
        for (int other = 0; other <= next; other++) {
          int a = members.get(next);
          int b = members.get(other);
          for (int product : new int[] {products[a * n + b], products[b * n + a]}) {
            if (!generated.get(product)) {
              generated.set(product);
              members.add(product);
            }
          }
        }
      }
    }
  }

  private static void requireAssociativeAt(String name, int[] products, int n, int g) {
    for (int x = 0; x < n; x++) {
      int xg = products[x * n + g];
      for (int y = 0; y < n; y++) {
        int gy = products[g * n + y];
        if (products[xg * n + y] != products[x * n + gy]) {
          throw broken(
              name,
              "it is not associative: (%d * %d) * %d = %d, but %d * (%d * %d) = %d"
                  .formatted(x, g, y, products[xg * n + y], x, g, y, products[x * n + gy]));
        }
      }
    }
  }

  static GrokException broken(String name, String what) {
    return new GrokException("'%s' is not a group: %s".formatted(name, what));
  }
}
