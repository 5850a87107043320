package dev.grok.models.task;

import dev.grok.api.GrokException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A set of permutations that is closed under composition, in lexicographic order. */
final class Permutations {
  private static final int MAX_DEGREE = 200;
  private static final int MAX_SYMMETRIC = 6;

  private final List<int[]> elements;
  private final SortedMap<int[], Integer> index = new TreeMap<>(Arrays::compare);

  private Permutations(Iterable<int[]> sorted) {
    elements = new ArrayList<>();
    for (int[] element : sorted) {
      index.put(element, elements.size());
      elements.add(element);
    }
  }

  /** All permutations of n points. */
  static Permutations symmetric(String name, int n) {
    if (n < 1 || n > MAX_SYMMETRIC) {
      throw new GrokException(
          "group '%s' must permute 1 to %d points: %d".formatted(name, MAX_SYMMETRIC, n));
    }
    int[] cycle = IntStream.range(0, n).map(k -> (k + 1) % n).toArray();
    int[] swap = IntStream.range(0, n).map(k -> k < 2 && n > 1 ? 1 - k : k).toArray();
    return closure(name, n, List.of(cycle, swap));
  }

  /** What the generators generate, breadth first from the identity. */
  static Permutations closure(String name, int degree, List<int[]> generators) {
    if (degree < 1 || degree > MAX_DEGREE) {
      throw new GrokException(
          "group '%s' must permute 1 to %d points: %d".formatted(name, MAX_DEGREE, degree));
    }
    generators.forEach(generator -> requirePermutation(name, degree, generator));
    int[] identity = IntStream.range(0, degree).toArray();
    TreeSet<int[]> found = new TreeSet<>(Arrays::compare);
    Deque<int[]> queue = new ArrayDeque<>();
    found.add(identity);
    queue.add(identity);
    while (!queue.isEmpty()) {
      int[] element = queue.remove();
      for (int[] generator : generators) {
        int[] product = compose(element, generator);
        if (found.add(product)) {
          queue.add(product);
        }
      }
      if (found.size() > GroupAxioms.MAX_ORDER) {
        throw new GrokException(
            "the generators of group '%s' generate more than %d elements"
                .formatted(name, GroupAxioms.MAX_ORDER));
      }
    }
    return new Permutations(found);
  }

  private static void requirePermutation(String name, int degree, int[] generator) {
    int[] sorted = generator.clone();
    Arrays.sort(sorted);
    if (!Arrays.equals(sorted, IntStream.range(0, degree).toArray())) {
      throw new GrokException(
          "a generator of group '%s' is not a permutation of 0..%d: %s"
              .formatted(name, degree - 1, Arrays.toString(generator)));
    }
  }

  /** First {@code a}, then {@code b}. */
  private static int[] compose(int[] a, int[] b) {
    return Arrays.stream(a).map(k -> b[k]).toArray();
  }

  /** The even ones. */
  Permutations even() {
    return new Permutations(elements.stream().filter(Permutations::isEven).toList());
  }

  private static boolean isEven(int[] element) {
    long inversions =
        IntStream.range(0, element.length)
            .mapToLong(j -> IntStream.range(0, j).filter(i -> element[i] > element[j]).count())
            .sum();
    return inversions % 2 == 0;
  }

  int size() {
    return elements.size();
  }

  /** The place of the product. */
  int product(int a, int b) {
    Integer place = index.get(compose(elements.get(a), elements.get(b)));
    if (place == null) {
      throw new IllegalStateException("not closed: " + name(a) + " " + name(b));
    }
    return place;
  }

  /** Its images, for example {@code 0 2 1}. */
  String name(int a) {
    return Arrays.stream(elements.get(a))
        .mapToObj(Integer::toString)
        .collect(Collectors.joining(" "));
  }
}
