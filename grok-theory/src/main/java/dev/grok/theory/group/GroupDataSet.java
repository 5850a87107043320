package dev.grok.theory.group;

import dev.grok.api.GrokException;
import dev.grok.models.random.RandomStream;
import dev.grok.models.random.RandomStream.Purpose;
import dev.grok.models.task.FiniteGroup;
import dev.grok.models.task.Pair;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;

/** D of a group: distinct ordered pairs (a, b) of elements, with the product ab as label. */
public final class GroupDataSet {
  private final FiniteGroup group;
  private final List<Pair> samples;
  private final BitSet members = new BitSet();

  private GroupDataSet(FiniteGroup group, List<Pair> samples) {
    this.group = group;
    this.samples = List.copyOf(samples);
    this.samples.forEach(sample -> members.set(index(sample.a(), sample.b())));
  }

  /**
   * Checks samples and keeps their order.
   *
   * @throws GrokException if there is no sample, one is given twice, or one is not of the group
   */
  public static GroupDataSet of(FiniteGroup group, Collection<Pair> samples) {
    if (samples.isEmpty()) {
      throw new GrokException("a data set needs at least one sample of group " + group);
    }
    BitSet seen = new BitSet();
    for (Pair sample : samples) {
      int last = group.order() - 1;
      if (Math.min(sample.a(), sample.b()) < 0 || Math.max(sample.a(), sample.b()) > last) {
        throw new GrokException(
            "sample (%d, %d) has an element outside 0..%d of group %s"
                .formatted(sample.a(), sample.b(), last, group.name()));
      }
      int index = sample.a() * group.order() + sample.b();
      if (seen.get(index)) {
        throw new GrokException(
            "sample (%d, %d) is twice in the data set".formatted(sample.a(), sample.b()));
      }
      seen.set(index);
    }
    return new GroupDataSet(group, List.copyOf(samples));
  }

  /** D₀: all n² ordered pairs. */
  public static GroupDataSet full(FiniteGroup group) {
    List<Pair> samples = new ArrayList<>();
    for (int a = 0; a < group.order(); a++) {
      for (int b = 0; b < group.order(); b++) {
        samples.add(new Pair(a, b));
      }
    }
    return new GroupDataSet(group, samples);
  }

  /** The first so many samples of random order k of all, of a seed. */
  public static GroupDataSet random(FiniteGroup group, int size, long seed, int k) {
    int all = group.order() * group.order();
    if (size < 1 || size > all) {
      throw new GrokException(
          "training samples must be between 1 and %d (all pairs of %s): %d"
              .formatted(all, group, size));
    }
    List<Pair> samples = new ArrayList<>();
    for (int index : new RandomStream(seed, Purpose.THEORY, k).choose(all, size)) {
      samples.add(new Pair(index / group.order(), index % group.order()));
    }
    return new GroupDataSet(group, samples);
  }

  /** The group. */
  public FiniteGroup group() {
    return group;
  }

  /** The samples, in the order in which they were given. */
  public List<Pair> samples() {
    return samples;
  }

  /** |D|. */
  public int size() {
    return samples.size();
  }

  /** Whether (a, b) is in D. */
  public boolean contains(int a, int b) {
    return members.get(index(a, b));
  }

  /** |D₀| = n². */
  public int fullSize() {
    return group.order() * group.order();
  }

  /** |D|/|D₀|, the training data fraction. */
  public double fraction() {
    return size() / (double) fullSize();
  }

  private int index(int a, int b) {
    return a * group.order() + b;
  }

  /** For example {@code 24 of 36 samples of s3}. */
  @Override
  public String toString() {
    return "%d of %d samples of %s".formatted(size(), fullSize(), group.name());
  }
}
