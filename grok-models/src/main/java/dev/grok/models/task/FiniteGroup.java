package dev.grok.models.task;

import dev.grok.api.GrokException;
import java.util.List;
import java.util.function.IntBinaryOperator;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * A finite group: the elements 0..n-1 and their products. Immutable; what comes from outside is
 * checked for the group axioms.
 */
public final class FiniteGroup {
  /** Largest order; the ordered pairs of so many elements are four million samples. */
  public static final int MAX_ORDER = GroupAxioms.MAX_ORDER;

  private final String name;
  private final int order;
  private final int[] products;
  private final int[] inverses;
  private final int identity;
  private final boolean abelian;
  private final List<String> elementNames;

  /** From an associative table with an identity, row-major [n, n]; refuses it without inverses. */
  private FiniteGroup(String name, int[] products, int identity, List<String> elementNames) {
    this.name = name;
    this.order = elementNames.size();
    this.products = products;
    this.identity = identity;
    this.elementNames = List.copyOf(elementNames);
    inverses = new int[order];
    boolean commutes = true;
    for (int a = 0; a < order; a++) {
      inverses[a] = -1;
      for (int b = 0; b < order; b++) {
        inverses[a] = product(a, b) == identity ? b : inverses[a];
        commutes &= product(a, b) == product(b, a);
      }
      if (inverses[a] < 0) {
        throw GroupAxioms.broken(name, "element %d has no inverse".formatted(a));
      }
    }
    abelian = commutes;
  }

  /**
   * A group from its multiplication table.
   *
   * @param table [n][n]; element [a][b] is the product ab, in 0..n-1
   * @throws GrokException naming the entry, element or triple that breaks an axiom
   */
  public static FiniteGroup of(String name, int[][] table) {
    GroupAxioms.requireOrder(name, table.length);
    int[] products = GroupAxioms.requireClosed(name, table);
    int identity = GroupAxioms.requireIdentity(name, products, table.length);
    GroupAxioms.requireAssociative(name, products, table.length);
    List<String> numbers = IntStream.range(0, table.length).mapToObj(Integer::toString).toList();
    return new FiniteGroup(name, products, identity, numbers);
  }

  /**
   * The group that permutations generate, its elements in lexicographic order (the identity is
   * first). The product ab applies a first, then b: {@code (a b)[k] = b[a[k]]}.
   *
   * @param degree number of points, 0..degree-1, that are permuted
   * @param generators each the images of 0..degree-1; none gives the trivial group
   * @throws GrokException if one is not a permutation, or the group exceeds {@link #MAX_ORDER}
   */
  public static FiniteGroup generatedBy(String name, int degree, int[]... generators) {
    return ofPermutations(name, Permutations.closure(name, degree, List.of(generators)));
  }

  private static FiniteGroup ofPermutations(String name, Permutations elements) {
    return built(name, elements.size(), elements::product, elements::name);
  }

  /** C_n: addition of 0..n-1 modulo n. */
  public static FiniteGroup cyclic(int n) {
    GroupAxioms.requireOrder("c" + n, n);
    return built("c" + n, n, (a, b) -> (a + b) % n, Integer::toString);
  }

  /**
   * S_n: the permutations of n points in lexicographic order, n from 1 to 6. For n = 3 this is the
   * order and the product of the paper's task (section 4.1).
   */
  public static FiniteGroup symmetric(int n) {
    return ofPermutations("s" + n, Permutations.symmetric("s" + n, n));
  }

  /** A_n: the even permutations of n points in lexicographic order, n from 1 to 6. */
  public static FiniteGroup alternating(int n) {
    return ofPermutations("a" + n, Permutations.symmetric("a" + n, n).even());
  }

  /**
   * D_n: the symmetries of the n-gon, of order 2n. Element k is the rotation r^k and element n + k
   * is r^k s, with s r = r⁻¹ s.
   */
  public static FiniteGroup dihedral(int n) {
    GroupAxioms.requireOrder("d" + n, n > MAX_ORDER ? n : 2 * n);
    IntBinaryOperator product =
        (a, b) -> {
          int turn = Math.floorMod(a < n ? a + b % n : a - b, n);
          return (a < n) == (b < n) ? turn : n + turn;
        };
    return built("d" + n, 2 * n, product, a -> "r" + a % n + (a < n ? "" : "s"));
  }

  /** Q_8: 1, -1, i, -i, j, -j, k, -k in this order. */
  public static FiniteGroup quaternion() {
    List<String> names = List.of("1", "-1", "i", "-i", "j", "-j", "k", "-k");
    IntBinaryOperator product =
        (a, b) -> {
          int u = a / 2;
          int v = b / 2;
          // Units multiply like C2 x C2; ij = k and its rotations keep the sign, ji and squares
          // turn it.
          boolean turned = u != 0 && v != 0 && (u == v || (v - u + 3) % 3 == 2);
          return 2 * (u ^ v) + (a + b + (turned ? 1 : 0)) % 2;
        };
    return built("q8", 8, product, names::get);
  }

  /** The direct product: element (a, b) is number a |B| + b. */
  public static FiniteGroup product(FiniteGroup first, FiniteGroup second) {
    String name = first.name + "x" + second.name;
    int n = second.order;
    GroupAxioms.requireOrder(name, (long) first.order * n);
    return built(
        name,
        first.order * n,
        (x, y) -> first.product(x / n, y / n) * n + second.product(x % n, y % n),
        x -> "(%s, %s)".formatted(first.elementName(x / n), second.elementName(x % n)));
  }

  private static FiniteGroup built(
      String name, int order, IntBinaryOperator product, IntFunction<String> elementName) {
    int[] products = new int[order * order];
    int identity = 0;
    for (int a = 0; a < order; a++) {
      for (int b = 0; b < order; b++) {
        products[a * order + b] = product.applyAsInt(a, b);
      }
      identity = products[a * order + a] == a ? a : identity;
    }
    List<String> names = IntStream.range(0, order).mapToObj(elementName).toList();
    return new FiniteGroup(name, products, identity, names);
  }

  /** Its name, as {@link GroupNames#parse} takes it for the ready-made groups. */
  public String name() {
    return name;
  }

  /** Number of elements. */
  public int order() {
    return order;
  }

  /** The product ab. */
  public int product(int a, int b) {
    return products[requireElement(a) * order + requireElement(b)];
  }

  /** The neutral element. */
  public int identity() {
    return identity;
  }

  /** The element whose product with {@code a} is the identity. */
  public int inverse(int a) {
    return inverses[requireElement(a)];
  }

  /** Whether ab = ba for all elements. */
  public boolean isAbelian() {
    return abelian;
  }

  /** What an element is: a permutation's images, a residue, a unit; its number in a plain table. */
  public String elementName(int a) {
    return elementNames.get(requireElement(a));
  }

  private int requireElement(int a) {
    if (a < 0 || a >= order) {
      throw new GrokException(
          "%d is not an element 0..%d of group '%s'".formatted(a, order - 1, name));
    }
    return a;
  }

  /** For example {@code s3 of order 6}. */
  @Override
  public String toString() {
    return name + " of order " + order;
  }
}
