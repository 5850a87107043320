package dev.grok.backend.cpu.internal.loop;

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
    // Written out, so that the partial totals stay in registers.
    float s0 = lanes[0] + lanes[8];
    float s1 = lanes[1] + lanes[9];
    float s2 = lanes[2] + lanes[10];
    float s3 = lanes[3] + lanes[11];
    float s4 = lanes[4] + lanes[12];
    float s5 = lanes[5] + lanes[13];
    float s6 = lanes[6] + lanes[14];
    float s7 = lanes[7] + lanes[15];
    return ((s0 + s4) + (s2 + s6)) + ((s1 + s5) + (s3 + s7));
  }
}
