package dev.grok.backend.cpu.internal.run;

import dev.grok.backend.cpu.internal.loop.AdamCoefficients;
import dev.grok.backend.cpu.internal.loop.Lanes;
import dev.grok.backend.cpu.internal.loop.MatmulLoops;
import dev.grok.backend.cpu.internal.loop.SgdCoefficients;

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

  public final AdamCoefficients adam = new AdamCoefficients();
  public final SgdCoefficients sgd = new SgdCoefficients();

  /** At least {@link Op#scratchA} elements. */
  public float[] a = {};

  /** At least {@link Op#scratchB} elements. */
  public float[] b = {};

  Scratch(MatmulLoops matmul) {
    tile = matmul.tileWork();
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
