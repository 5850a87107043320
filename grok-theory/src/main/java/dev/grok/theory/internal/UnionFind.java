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

  /** Joins the sets of both. */
  void union(int x, int y) {
    int a = find(x);
    int b = find(y);
    if (a == b) {
      return;
    }
    int large = size[a] < size[b] ? b : a;
    int small = large == a ? b : a;
    parent[small] = large;
    size[large] += size[small];
    sets--;
  }

  /** Number of sets. */
  int sets() {
    return sets;
  }
}
