package dev.grok.theory.internal;

/** Disjoint sets of 0..n-1 (Tarjan: path halving, union by size). */
final class UnionFind {
  private final int[] parent;
  private final int[] size;
  private int sets;

  UnionFind(int n) {
    parent = new int[n];
    size = new int[n];
    clear();
  }

  /** Every element in a set of its own. */
  void clear() {
    sets = parent.length;
    for (int i = 0; i < parent.length; i++) {
      parent[i] = i;
      size[i] = 1;
    }
  }

  /** The element that stands for the set of the given one. */
  int find(int element) {
    int x = element;
    while (parent[x] != x) {
      parent[x] = parent[parent[x]];
      x = parent[x];
    }
    return x;
  }

  /** Whether both are in one set. */
  boolean same(int x, int y) {
    return find(x) == find(y);
  }

  /**
   * Joins the sets of both.
   *
   * @return whether they were different
   */
  boolean union(int x, int y) {
    int a = find(x);
    int b = find(y);
    if (a == b) {
      return false;
    }
    boolean swap = size[a] < size[b];
    int large = swap ? b : a;
    int small = swap ? a : b;
    parent[small] = large;
    size[large] += size[small];
    sets--;
    return true;
  }

  /** Number of sets. */
  int sets() {
    return sets;
  }
}
