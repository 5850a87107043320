package dev.grok.api.kernel;

/**
 * Philox4x32-10 (Salmon, Moraes, Dror, Shaw: Parallel random numbers, as easy as 1, 2, 3, 2011): a
 * counter-based generator. A number is a pure function of a 64-bit seed, a 64-bit stream and its
 * index, so every backend draws the same one and nothing has to be stored.
 */
public final class Philox {
  // Public for backends that compute many words at once.

  /** Number of rounds. */
  public static final int ROUNDS = 10;

  /** What a round multiplies words 0 and 2 of a block by. */
  public static final int M0 = 0xD2511F53;

  public static final int M1 = 0xCD9E8D57;

  /** What a round adds to the low and high half of the seed. */
  public static final int W0 = 0x9E3779B9;

  public static final int W1 = 0xBB67AE85;

  private static final long MASK = 0xFFFFFFFFL;

  private Philox() {}

  /** Word {@code index & 3} of block {@code index >> 2} of the given stream. */
  public static int word(long seed, long stream, long index) {
    long block = index >>> 2;
    int c0 = (int) block;
    int c1 = (int) (block >>> 32);
    int c2 = (int) stream;
    int c3 = (int) (stream >>> 32);
    int k0 = (int) seed;
    int k1 = (int) (seed >>> 32);
    for (int round = 0; round < ROUNDS; round++) {
      long p0 = (M0 & MASK) * (c0 & MASK);
      long p1 = (M1 & MASK) * (c2 & MASK);
      int n0 = (int) (p1 >>> 32) ^ c1 ^ k0;
      int n2 = (int) (p0 >>> 32) ^ c3 ^ k1;
      c0 = n0;
      c1 = (int) p1;
      c2 = n2;
      c3 = (int) p0;
      k0 += W0;
      k1 += W1;
    }
    int lane = (int) (index & 3);
    return lane == 0 ? c0 : lane == 1 ? c1 : lane == 2 ? c2 : c3;
  }

  /** Maps a word to 0..n-1 by the high half of its product with n; n is positive. */
  public static int below(int word, int n) {
    return (int) (((word & MASK) * n) >>> 32);
  }

  /** Maps a word to [0, 1): its upper 24 bits, exact in float32. */
  public static float unit(int word) {
    return (word >>> 8) * 0x1.0p-24f;
  }
}
