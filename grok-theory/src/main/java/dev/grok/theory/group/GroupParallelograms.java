package dev.grok.theory.group;

import dev.grok.models.task.FiniteGroup;
import dev.grok.models.task.Pair;
import dev.grok.theory.internal.MemoryEstimate;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

/**
 * A set of generalized parallelograms of a group (paper, appendix H): unordered pairs of distinct
 * samples (a, b), (c, d) with ab = cd, each counted once; |P₀| = n · n(n-1)/2 for n elements, 90
 * for S₃.
 */
public final class GroupParallelograms {
  static final int CORNERS = 4;

  private final FiniteGroup group;
  private final int[] corners; // a, b, c, d of the first, then of the second, ...

  private GroupParallelograms(FiniteGroup group, int[] corners) {
    this.group = group;
    this.corners = corners;
  }

  /**
   * P₀(D): every two samples of D with the same product.
   *
   * @throws dev.grok.api.GrokException if they would take more than 1 GiB
   */
  public static GroupParallelograms of(GroupDataSet d) {
    FiniteGroup group = d.group();
    List<List<Pair>> classes = new ArrayList<>();
    for (int product = 0; product < group.order(); product++) {
      classes.add(new ArrayList<>());
    }
    d.samples().forEach(s -> classes.get(group.product(s.a(), s.b())).add(s));
    int[] corners =
        new int[count(group, classes.stream().mapToInt(List::size).toArray()) * CORNERS];
    int at = 0;
    for (List<Pair> samples : classes) {
      samples.sort((x, y) -> Integer.compare(x.a(), y.a()));
      for (int first = 0; first < samples.size(); first++) {
        for (int second = first + 1; second < samples.size(); second++) {
          corners[at++] = samples.get(first).a();
          corners[at++] = samples.get(first).b();
          corners[at++] = samples.get(second).a();
          corners[at++] = samples.get(second).b();
        }
      }
    }
    return new GroupParallelograms(group, corners);
  }

  /** P₀ of all samples. */
  public static GroupParallelograms full(FiniteGroup group) {
    int[] perProduct = new int[group.order()];
    Arrays.fill(perProduct, group.order());
    count(group, perProduct); // refuses a large group before its samples are listed
    return of(GroupDataSet.full(group));
  }

  private static int count(FiniteGroup group, int[] perProduct) {
    long count = Arrays.stream(perProduct).mapToLong(n -> (long) n * (n - 1) / 2).sum();
    MemoryEstimate.require(
        "the %,d parallelograms of %s".formatted(count, group),
        count,
        (long) CORNERS * Integer.BYTES);
    return (int) count;
  }

  /** The group. */
  public FiniteGroup group() {
    return group;
  }

  /** |P|. */
  public int size() {
    return corners.length / CORNERS;
  }

  /** The k-th, by product, then by a, then by c; a &lt; c. */
  public GroupParallelogram get(int k) {
    int at = CORNERS * k;
    return new GroupParallelogram(corners[at], corners[at + 1], corners[at + 2], corners[at + 3]);
  }

  /** All of them, as a view. */
  public List<GroupParallelogram> list() {
    return new AbstractList<>() {
      @Override
      public GroupParallelogram get(int k) {
        return GroupParallelograms.this.get(k);
      }

      @Override
      public int size() {
        return GroupParallelograms.this.size();
      }
    };
  }

  /** Those that satisfy the condition. */
  public GroupParallelograms filter(Predicate<GroupParallelogram> keep) {
    int[] kept = new int[corners.length];
    int at = 0;
    for (int k = 0; k < size(); k++) {
      if (keep.test(get(k))) {
        System.arraycopy(corners, CORNERS * k, kept, at, CORNERS);
        at += CORNERS;
      }
    }
    return new GroupParallelograms(group, Arrays.copyOf(kept, at));
  }

  /** a, b, c, d of the first, then of the second, ...; not to be changed. */
  int[] corners() {
    return corners;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof GroupParallelograms set
        && group.order() == set.group.order()
        && Arrays.equals(corners, set.corners);
  }

  @Override
  public int hashCode() {
    return 31 * group.order() + Arrays.hashCode(corners);
  }

  /** For example {@code 90 parallelograms of s3 of order 6}. */
  @Override
  public String toString() {
    return "%d parallelograms of %s".formatted(size(), group);
  }
}
