package dev.grok.theory.parallelogram;

import dev.grok.models.task.Pair;
import java.util.BitSet;
import java.util.List;

/**
 * D in the paper (section 2): distinct samples of a task, in the order in which they were given.
 */
public abstract class SampleSet {
  private final int symbols;
  private final List<Pair> samples;
  private final BitSet members = new BitSet();

  /** Of samples that are known to be distinct, with symbols 0..symbols-1. */
  protected SampleSet(int symbols, List<Pair> samples) {
    this.symbols = symbols;
    this.samples = List.copyOf(samples);
    this.samples.forEach(sample -> members.set(sample.a() * symbols + sample.b()));
  }

  /** Number of symbols: p, or the order of the group. */
  public final int symbols() {
    return symbols;
  }

  /** The samples, in the order in which they were given. */
  public final List<Pair> samples() {
    return samples;
  }

  /** |D|. */
  public final int size() {
    return samples.size();
  }

  /** Whether the sample is in D. */
  public boolean contains(Pair sample) {
    int least = Math.min(sample.a(), sample.b());
    int most = Math.max(sample.a(), sample.b());
    return least >= 0 && most < symbols && members.get(sample.a() * symbols + sample.b());
  }

  /** |D₀|, the number of samples of the task. */
  public abstract int fullSize();

  /** |D|/|D₀|, the training data fraction. */
  public final double fraction() {
    return size() / (double) fullSize();
  }
}
