package dev.grok.backend.cpu.internal.primitive;

import java.util.Arrays;

/**
 * The sixteen partial sums of every reduction: element i goes to lane i mod 16, whatever the width
 * of the hardware, so that sums do not depend on it.
 */
public final class Lanes {
  /** Number of lanes. */
  public static final int COUNT = 16;

  private Lanes() {}

  /** Sets all lanes to zero. */
  public static void clear(float[] lanes) {
    Arrays.fill(lanes, 0, COUNT, 0f);
  }

  /** The total, added pairwise: 0+8, 1+9, ...; then 0+4, ...; 0+2, 1+3; 0+1. */
  public static float total(float[] lanes) {
    for (int half = COUNT / 2; half > 0; half /= 2) {
      for (int i = 0; i < half; i++) {
        lanes[i] += lanes[i + half];
      }
    }
    return lanes[0];
  }
}
