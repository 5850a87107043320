package dev.grok.theory.group;

import dev.grok.api.GrokException;
import dev.grok.models.random.RandomStream;
import dev.grok.models.random.RandomStream.Purpose;
import dev.grok.models.task.FiniteGroup;
import dev.grok.models.task.Pair;
import dev.grok.theory.internal.Require;
import dev.grok.theory.parallelogram.SampleSet;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import java.util.stream.IntStream;

/** Ordered pairs (a, b) of elements of a group, with the product ab as label. */
public final class GroupDataSet extends SampleSet {
  private final FiniteGroup group;

  private GroupDataSet(FiniteGroup group, List<Pair> samples) {
    super(group.order(), samples);
    this.group = group;
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
    int last = group.order() - 1;
    for (Pair sample : samples) {
      if (Math.min(sample.a(), sample.b()) < 0 || Math.max(sample.a(), sample.b()) > last) {
        throw new GrokException(
            "sample (%d, %d) has an element outside 0..%d of group %s"
                .formatted(sample.a(), sample.b(), last, group.name()));
      }
      Require.newSample(seen, group.order(), sample.a(), sample.b());
    }
    return new GroupDataSet(group, List.copyOf(samples));
  }

  /** D₀: all n² ordered pairs. */
  public static GroupDataSet full(FiniteGroup group) {
    return ofPlaces(group, IntStream.range(0, group.order() * group.order()));
  }

  private static GroupDataSet ofPlaces(FiniteGroup group, IntStream inTable) {
    int n = group.order();
    return new GroupDataSet(group, inTable.mapToObj(k -> new Pair(k / n, k % n)).toList());
  }

  /** The first so many samples of random order k of all, of a seed. */
  public static GroupDataSet random(FiniteGroup group, int size, long seed, int k) {
    int all = group.order() * group.order();
    if (size < 1 || size > all) {
      throw new GrokException(
          "training samples must be between 1 and %d (all pairs of %s): %d"
              .formatted(all, group, size));
    }
    int[] chosen = new RandomStream(seed, Purpose.THEORY, k).choose(all, size);
    return ofPlaces(group, Arrays.stream(chosen));
  }

  /** The group. */
  public FiniteGroup group() {
    return group;
  }

  @Override
  public int fullSize() {
    return group.order() * group.order();
  }

  /** For example {@code 24 of 36 samples of s3}. */
  @Override
  public String toString() {
    return "%d of %d samples of %s".formatted(size(), fullSize(), group.name());
  }
}
