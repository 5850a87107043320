package dev.grok.testkit.call;

import dev.grok.api.Shape;
import dev.grok.api.kernel.Philox;

/** Contents drawn from {@link Philox}: the same on every machine, and exact in float32. */
public final class RandomContents {
  private final long seed;
  private long index;

  public RandomContents(long seed) {
    this.seed = seed;
  }

  /** Floats in [-1, 1), none of them zero. */
  public Contents floats(int... axes) {
    return uniform(-1, 1, axes).map(x -> x == 0 ? 0.5 : x);
  }

  /** Floats in [low, high), rounded to float32. */
  public Contents uniform(double low, double high, int... axes) {
    Shape shape = Shape.of(axes);
    double[] elements = new double[Math.toIntExact(shape.elements())];
    for (int i = 0; i < elements.length; i++) {
      elements[i] = (float) (low + (high - low) * Philox.unit(word()));
    }
    return Contents.floats(shape, elements);
  }

  /** Ints in 0..n-1. */
  public Contents below(int n, int... axes) {
    Shape shape = Shape.of(axes);
    int[] elements = new int[Math.toIntExact(shape.elements())];
    for (int i = 0; i < elements.length; i++) {
      elements[i] = Philox.below(word(), n);
    }
    return Contents.ints(shape, elements);
  }

  private int word() {
    return Philox.word(seed, 0, index++);
  }
}
