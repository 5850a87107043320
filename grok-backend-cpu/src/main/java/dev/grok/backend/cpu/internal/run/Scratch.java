package dev.grok.backend.cpu.internal.run;

import dev.grok.backend.cpu.internal.primitive.AdamStep;
import dev.grok.backend.cpu.internal.primitive.Lanes;
import dev.grok.backend.cpu.internal.primitive.Primitives;
import dev.grok.backend.cpu.internal.primitive.SgdStep;

/** The working memory of one thread; grown before a run, never during one. */
public final class Scratch {
  /** Length of {@link #words}. */
  public static final int WORDS = 1024;

  /** Partial sums. */
  public final float[] lanes = new float[Lanes.COUNT];

  /** Partial sums of a second sum of the same loop. */
  public final float[] otherLanes = new float[Lanes.COUNT];

  /** Random words of {@value #WORDS} elements. */
  public final int[] words = new int[WORDS];

  /** For tiles of matrix products. */
  public final float[][] tile;

  public final AdamStep adam = new AdamStep();
  public final SgdStep sgd = new SgdStep();

  /** At least {@link Op#scratchA} elements. */
  public float[] a = {};

  /** At least {@link Op#scratchB} elements. */
  public float[] b = {};

  Scratch(Primitives primitives) {
    tile = primitives.tileWork();
  }

  void grow(int lengthA, int lengthB) {
    if (a.length < lengthA) {
      a = new float[lengthA];
    }
    if (b.length < lengthB) {
      b = new float[lengthB];
    }
  }
}
