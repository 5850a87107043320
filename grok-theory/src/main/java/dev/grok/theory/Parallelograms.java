package dev.grok.theory;

import dev.grok.models.task.AdditionTask;
import dev.grok.models.task.Pair;
import dev.grok.theory.internal.MemoryEstimate;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * A set of permissible parallelograms of p symbols: P₀(D), P(R) or P(D) in the paper (Eqs. 1, 2,
 * 14). An unordered pair of distinct samples counts once: |P₀| is 3, 13, 70 for p = 4, 6, 10.
 */
public final class Parallelograms {
  static final int CORNERS = 4;

  private final int p;
  private final int[] corners; // i, j, m, n of the first, then of the second, ...

  private Parallelograms(int p, int[] corners) {
    this.p = p;
    this.corners = corners;
  }

  /**
   * P₀(D) in the paper (Eq. 1): every two samples of D with the same sum.
   *
   * @throws dev.grok.api.GrokException if they would take more than 1 GiB
   */
  public static Parallelograms of(DataSet d) {
    int p = d.p();
    int[] perSum = new int[2 * p - 1];
    d.samples().forEach(sample -> perSum[sample.a() + sample.b()]++);
    int[] corners = new int[CORNERS * count(p, perSum)];
    List<List<Pair>> classes = new ArrayList<>();
    Arrays.stream(perSum).forEach(number -> classes.add(new ArrayList<>(number)));
    d.samples().forEach(sample -> classes.get(sample.a() + sample.b()).add(sample));
    int at = 0;
    for (List<Pair> samples : classes) {
      samples.sort((x, y) -> Integer.compare(x.a(), y.a()));
      for (int outer = 0; outer < samples.size(); outer++) {
        for (int inner = outer + 1; inner < samples.size(); inner++) {
          corners[at++] = samples.get(outer).a();
          corners[at++] = samples.get(outer).b();
          corners[at++] = samples.get(inner).a();
          corners[at++] = samples.get(inner).b();
        }
      }
    }
    return new Parallelograms(p, corners);
  }

  /** P₀ = P₀(D₀) in the paper: those of all samples. */
  public static Parallelograms full(int p) {
    int[] perSum = new int[2 * new AdditionTask(p, false).p() - 1];
    for (int sum = 0; sum < perSum.length; sum++) {
      perSum[sum] = Math.min(sum, perSum.length - 1 - sum) / 2 + 1;
    }
    count(p, perSum); // refuses a large p before its samples are listed
    return of(DataSet.full(p));
  }

  private static int count(int p, int[] perSum) {
    long count = Arrays.stream(perSum).mapToLong(n -> (long) n * (n - 1) / 2).sum();
    MemoryEstimate.require(
        "the %,d parallelograms of p = %d".formatted(count, p),
        count,
        (long) CORNERS * Integer.BYTES);
    return (int) count;
  }

  /** Number of symbols. */
  public int p() {
    return p;
  }

  /** |P|. */
  public int size() {
    return corners.length / CORNERS;
  }

  /** The k-th, by sum, then by i, then by m. */
  public Parallelogram get(int k) {
    int at = CORNERS * k;
    return new Parallelogram(corners[at], corners[at + 1], corners[at + 2], corners[at + 3]);
  }

  /** All of them, as a view. */
  public List<Parallelogram> list() {
    return new AbstractList<>() {
      @Override
      public Parallelogram get(int k) {
        return Parallelograms.this.get(k);
      }

      @Override
      public int size() {
        return Parallelograms.this.size();
      }
    };
  }

  /** Those whose index satisfies the condition. */
  Parallelograms filter(IntPredicate keep) {
    int[] kept = new int[corners.length];
    int at = 0;
    for (int k = 0; k < size(); k++) {
      if (keep.test(k)) {
        System.arraycopy(corners, CORNERS * k, kept, at, CORNERS);
        at += CORNERS;
      }
    }
    return new Parallelograms(p, Arrays.copyOf(kept, at));
  }

  /** i, j, m, n of the first, then of the second, ...; not to be changed. */
  int[] corners() {
    return corners;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Parallelograms set && p == set.p && Arrays.equals(corners, set.corners);
  }

  @Override
  public int hashCode() {
    return 31 * p + Arrays.hashCode(corners);
  }

  /** For example {@code 70 parallelograms of p = 10}. */
  @Override
  public String toString() {
    return "%d parallelograms of p = %d".formatted(size(), p);
  }
}
