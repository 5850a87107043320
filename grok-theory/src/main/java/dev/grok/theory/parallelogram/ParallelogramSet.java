package dev.grok.theory.parallelogram;

import dev.grok.models.task.Pair;
import dev.grok.theory.internal.Require;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.function.ToIntFunction;

/**
 * A set of parallelograms: unordered pairs of distinct samples with the same label, each counted
 * once. They stand in the order of their labels, then of the first symbols of both samples. A
 * value.
 *
 * @param <Q> one of them
 */
public abstract class ParallelogramSet<Q> {
  private static final int CORNERS = 4;

  private final int symbols;
  private final int[] corners; // i, j, m, n of the first, then of the second, ...

  /** Of corners as {@link #corners} or {@link #select} give them. */
  protected ParallelogramSet(int symbols, int[] corners) {
    this.symbols = symbols;
    this.corners = corners;
  }

  /**
   * The corners of every two samples with the same label.
   *
   * @param labels number of labels
   * @param task whose samples they are, for the error
   * @throws dev.grok.api.GrokException if they would take more than 1 GiB
   */
  protected static int[] corners(
      List<Pair> samples, int labels, ToIntFunction<Pair> label, String task) {
    int[] perLabel = new int[labels];
    samples.forEach(sample -> perLabel[label.applyAsInt(sample)]++);
    int[] corners = new int[CORNERS * count(perLabel, task)];
    List<List<Pair>> classes = new ArrayList<>();
    Arrays.stream(perLabel).forEach(number -> classes.add(new ArrayList<>(number)));
    samples.forEach(sample -> classes.get(label.applyAsInt(sample)).add(sample));
    int at = 0;
    for (List<Pair> same : classes) {
      same.sort((x, y) -> Integer.compare(x.a(), y.a()));
      for (int first = 0; first < same.size(); first++) {
        for (int second = first + 1; second < same.size(); second++) {
          corners[at++] = same.get(first).a();
          corners[at++] = same.get(first).b();
          corners[at++] = same.get(second).a();
          corners[at++] = same.get(second).b();
        }
      }
    }
    return corners;
  }

  /** Number of pairs among so many samples of each label; refuses more than fit in 1 GiB. */
  protected static int count(int[] perLabel, String task) {
    long count = Arrays.stream(perLabel).mapToLong(n -> (long) n * (n - 1) / 2).sum();
    Require.memory(
        "the %,d parallelograms of %s".formatted(count, task),
        count,
        (long) CORNERS * Integer.BYTES);
    return (int) count;
  }

  /** The corners of those whose number satisfies the condition. */
  protected final int[] select(IntPredicate keep) {
    int[] kept = new int[corners.length];
    int at = 0;
    for (int k = 0; k < size(); k++) {
      if (keep.test(k)) {
        System.arraycopy(corners, CORNERS * k, kept, at, CORNERS);
        at += CORNERS;
      }
    }
    return Arrays.copyOf(kept, at);
  }

  /** Whose parallelograms they are. */
  protected abstract String task();

  /** Number of symbols: p, or the order of the group. */
  public final int symbols() {
    return symbols;
  }

  /** |P|. */
  public final int size() {
    return corners.length / CORNERS;
  }

  /** The k-th. */
  public abstract Q get(int k);

  /** All of them, as a view. */
  public final List<Q> list() {
    return new AbstractList<>() {
      @Override
      public Q get(int k) {
        return ParallelogramSet.this.get(k);
      }

      @Override
      public int size() {
        return ParallelogramSet.this.size();
      }
    };
  }

  /** A corner of the k-th: 0 and 1 are those of its first sample, 2 and 3 those of its second. */
  public final int corner(int k, int which) {
    return corners[CORNERS * k + which];
  }

  /** Whether the k-th satisfies the condition. */
  public final boolean test(int k, CornerTest condition) {
    int at = CORNERS * k;
    return condition.test(corners[at], corners[at + 1], corners[at + 2], corners[at + 3]);
  }

  /** Whether all satisfy the condition; asks no further than the first that does not. */
  public final boolean allMatch(CornerTest condition) {
    for (int k = 0; k < size(); k++) {
      if (!test(k, condition)) {
        return false;
      }
    }
    return true;
  }

  /** Does something with each, in their order. */
  public final void forEach(CornerAction action) {
    for (int at = 0; at < corners.length; at += CORNERS) {
      action.accept(corners[at], corners[at + 1], corners[at + 2], corners[at + 3]);
    }
  }

  @Override
  public final boolean equals(Object other) {
    return other instanceof ParallelogramSet<?> set
        && getClass() == set.getClass()
        && symbols == set.symbols
        && Arrays.equals(corners, set.corners);
  }

  @Override
  public final int hashCode() {
    return 31 * symbols + Arrays.hashCode(corners);
  }

  /** For example {@code 70 parallelograms of p = 10}. */
  @Override
  public final String toString() {
    return "%d parallelograms of %s".formatted(size(), task());
  }
}
