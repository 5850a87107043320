package dev.grok.theory.parallelogram;

import dev.grok.api.GrokException;
import dev.grok.models.task.AdditionTask;
import dev.grok.models.task.Pair;
import dev.grok.theory.internal.Require;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;

/** Samples (i, j), i ≤ j, of the addition of 0..p-1. A value. */
public final class DataSet extends SampleSet {
  /** A pair and its reference. */
  private static final int BYTES_PER_SAMPLE = 24;

  private DataSet(int p, List<Pair> samples) {
    super(p, samples);
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
    int p = task.p();
    BitSet seen = new BitSet();
    BitSet kept = new BitSet();
    List<Pair> samples = new ArrayList<>(pairs.size());
    for (Pair pair : pairs) {
      int a = pair.a();
      int b = pair.b();
      if (Math.min(a, b) < 0 || Math.max(a, b) >= p) {
        throw new GrokException(
            "sample (%d, %d) has a symbol outside 0..%d".formatted(a, b, p - 1));
      }
      if (!task.ordered() && a > b) {
        throw new GrokException(
            "sample (%d, %d) of an unordered task must be written (%d, %d)".formatted(a, b, b, a));
      }
      Require.newSample(seen, p, a, b);
      Pair sample = reduced(pair);
      int place = sample.a() * p + sample.b();
      if (!kept.get(place)) {
        kept.set(place);
        samples.add(sample);
      }
    }
    return new DataSet(p, samples);
  }

  private static Pair reduced(Pair pair) {
    return pair.a() <= pair.b() ? pair : new Pair(pair.b(), pair.a());
  }

  /** D₀ in the paper: all p(p+1)/2 samples. */
  public static DataSet full(int p) {
    AdditionTask task = new AdditionTask(p, false);
    fullSize(p);
    return new DataSet(p, task.samples());
  }

  /**
   * |D₀| = p(p+1)/2 for p symbols.
   *
   * @throws GrokException if the samples would take more than 1 GiB
   */
  public static int fullSize(int p) {
    Require.memory("the full data set of p = " + p, (long) p * (p + 1) / 2, BYTES_PER_SAMPLE);
    return new AdditionTask(p, false).size();
  }

  /** Number of symbols. */
  public int p() {
    return symbols();
  }

  /** Whether the sample, in either order, is in D. */
  @Override
  public boolean contains(Pair pair) {
    return super.contains(reduced(pair));
  }

  @Override
  public int fullSize() {
    return fullSize(p());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof DataSet set && p() == set.p() && samples().equals(set.samples());
  }

  @Override
  public int hashCode() {
    return 31 * p() + samples().hashCode();
  }

  /** For example {@code 45 of 55 samples of p = 10}. */
  @Override
  public String toString() {
    return "%d of %d samples of p = %d".formatted(size(), fullSize(), p());
  }
}
