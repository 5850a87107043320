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

  /** Partial sums of a second sum in the same loop. */
  public final float[] otherLanes = new float[Lanes.COUNT];

  /** Random words of {@value #WORDS} elements. */
  public final int[] words = new int[WORDS];

  /** For {@link MatmulLoops#tile}. */
  public final float[][] tileWork;

  public final AdamCoefficients adam = new AdamCoefficients();
  public final SgdCoefficients sgd = new SgdCoefficients();

  /** Intermediate results, of at least {@link Op#workLength} elements. */
  public float[] work = {};

  /** A packed operand, of at least {@link Op#packedLength} elements. */
  public float[] packed = {};

  Scratch(MatmulLoops matmul) {
    tileWork = matmul.tileWork();
  }

  void grow(int workLength, int packedLength) {
    if (work.length < workLength) {
      work = new float[workLength];
    }
    if (packed.length < packedLength) {
      packed = new float[packedLength];
    }
  }
}
