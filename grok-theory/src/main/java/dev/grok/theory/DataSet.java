package dev.grok.theory;

import dev.grok.api.GrokException;
import dev.grok.models.task.AdditionTask;
import dev.grok.models.task.Pair;
import dev.grok.theory.internal.MemoryEstimate;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;

/**
 * D in the paper (section 2): distinct samples (i, j), i ≤ j, of the addition of 0..p-1. A value.
 */
public final class DataSet {
  /** A pair and its reference. */
  private static final int BYTES_PER_SAMPLE = 24;

  private final int p;
  private final List<Pair> samples;
  private final BitSet members = new BitSet();

  private DataSet(int p, List<Pair> samples) {
    this.p = p;
    this.samples = List.copyOf(samples);
    this.samples.forEach(pair -> members.set(index(pair)));
  }

  /**
   * Checks samples and keeps their order. Those of an ordered task are reduced: (j, i) becomes (i,
   * j) and is then kept once, because the model sees only E_i + E_j.
   *
   * @throws GrokException if there is no sample, one is given twice, or one is not of the task
   */
  public static DataSet of(AdditionTask task, Collection<Pair> pairs) {
    if (pairs.isEmpty()) {
      throw new GrokException("a data set needs at least one sample of " + task);
    }
    BitSet seen = new BitSet();
    BitSet kept = new BitSet();
    List<Pair> samples = new ArrayList<>(pairs.size());
    for (Pair pair : pairs) {
      int a = pair.a();
      int b = pair.b();
      if (Math.min(a, b) < 0 || Math.max(a, b) >= task.p()) {
        throw new GrokException(
            "sample (%d, %d) has a symbol outside 0..%d".formatted(a, b, task.p() - 1));
      }
      if (!task.ordered() && a > b) {
        throw new GrokException(
            "sample (%d, %d) of an unordered task must be written (%d, %d)".formatted(a, b, b, a));
      }
      if (seen.get(a * task.p() + b)) {
        throw new GrokException("sample (%d, %d) is twice in the data set".formatted(a, b));
      }
      seen.set(a * task.p() + b);
      Pair sample = a <= b ? pair : new Pair(b, a);
      if (!kept.get(index(sample))) {
        kept.set(index(sample));
        samples.add(sample);
      }
    }
    return new DataSet(task.p(), samples);
  }

  /** D₀ in the paper: all p(p+1)/2 samples. */
  public static DataSet full(int p) {
    AdditionTask task = new AdditionTask(p, false);
    fullSize(p);
    return new DataSet(p, task.samples());
  }

  /** Number of symbols. */
  public int p() {
    return p;
  }

  /** The samples, i ≤ j each, in the order in which they were given. */
  public List<Pair> samples() {
    return samples;
  }

  /** |D|. */
  public int size() {
    return samples.size();
  }

  /** Whether the sample, in either order, is in D. */
  public boolean contains(Pair pair) {
    int a = Math.min(pair.a(), pair.b());
    int b = Math.max(pair.a(), pair.b());
    return a >= 0 && b < p && members.get(index(new Pair(a, b)));
  }

  /** |D₀| = p(p+1)/2 of the same task. */
  public int fullSize() {
    return fullSize(p);
  }

  static int fullSize(int p) {
    MemoryEstimate.require(
        "the full data set of p = " + p, (long) p * (p + 1) / 2, BYTES_PER_SAMPLE);
    return new AdditionTask(p, false).size();
  }

  /** |D|/|D₀|, the training data fraction. */
  public double fraction() {
    return size() / (double) fullSize();
  }

  private static int index(Pair pair) {
    return pair.b() * (pair.b() + 1) / 2 + pair.a();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof DataSet set && p == set.p && samples.equals(set.samples);
  }

  @Override
  public int hashCode() {
    return 31 * p + samples.hashCode();
  }

  /** For example {@code 45 of 55 samples of p = 10}. */
  @Override
  public String toString() {
    return "%d of %d samples of p = %d".formatted(size(), fullSize(), p);
  }
}
