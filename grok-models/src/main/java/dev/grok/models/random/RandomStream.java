package dev.grok.models.random;

import dev.grok.api.kernel.Philox;
import java.util.stream.IntStream;

/**
 * A sequence of random numbers for one purpose of one seed. Streams of other purposes are
 * independent of it, so drawing more for one leaves the others as they were.
 */
public final class RandomStream {
  /** What numbers are drawn for; the order is part of the file format of seeds: append only. */
  public enum Purpose {
    SPLIT,
    TARGETS,
    EMBEDDING,
    DECODER,
    BATCHES,
    THEORY
  }

  private final long seed;
  private final long stream;
  private long index;

  public RandomStream(long seed, Purpose purpose) {
    this(seed, purpose, 0);
  }

  /** The given substream (0 to 2³²-1) of a purpose, for example a layer or a sample number. */
  public RandomStream(long seed, Purpose purpose, long substream) {
    this.seed = seed;
    this.stream = ((long) purpose.ordinal() << 32) | substream;
  }

  /** Uniform on [0, 1), a multiple of 2⁻²⁴: exact in float32. */
  public float unit() {
    return Philox.unit(word());
  }

  /** Uniform on [-bound, bound), rounded to float32. */
  public float uniform(double bound) {
    return (float) ((2.0 * unit() - 1.0) * bound);
  }

  /** 32 random bits. */
  public int word() {
    return Philox.word(seed, stream, index++);
  }

  /** Uniform on 0..n-1. */
  public int below(int n) {
    return Philox.below(word(), n);
  }

  /** Standard normal by Box and Muller, in StrictMath so that all machines agree. */
  public float normal() {
    double radius = StrictMath.sqrt(-2.0 * StrictMath.log(1.0 - unit()));
    return (float) (radius * StrictMath.cos(2.0 * Math.PI * unit()));
  }

  /** The first {@code count} places of a Fisher-Yates shuffle of 0..n-1. */
  public int[] choose(int n, int count) {
    int[] order = IntStream.range(0, n).toArray();
    int[] chosen = new int[count];
    for (int i = 0; i < count; i++) {
      int j = i + below(n - i);
      chosen[i] = order[j];
      order[j] = order[i];
    }
    return chosen;
  }
}
