package dev.grok.backend.cpu.internal.loop;

import dev.grok.api.kernel.Philox;

/** Words of {@link Philox}, and dropout by them. */
public class DropoutLoops {
  private static final long LOW = 0xFFFFFFFFL;

  /**
   * {@code words[j] = Philox.word(seed, stream, first + j)}.
   *
   * @param first a multiple of four
   */
  public void words(int[] words, long seed, long stream, int first, int n) {
    words(words, 0, seed, stream, first, n);
  }

  /** The words from index {@code done} on, which is a multiple of four. */
  protected static void words(int[] words, int done, long seed, long stream, int first, int n) {
    int whole = n & -4;
    for (int j = done; j < whole; j += 4) {
      // One block of Philox gives four words.
      long c0 = (long) (first + j) >>> 2;
      long c1 = 0;
      long c2 = stream & LOW;
      long c3 = stream >>> 32;
      int k0 = (int) seed;
      int k1 = (int) (seed >>> 32);
      for (int round = 0; round < Philox.ROUNDS; round++) {
        long p0 = (Philox.M0 & LOW) * c0;
        long p1 = (Philox.M1 & LOW) * c2;
        c0 = (p1 >>> 32) ^ c1 ^ (k0 & LOW);
        c1 = p1 & LOW;
        c2 = (p0 >>> 32) ^ c3 ^ (k1 & LOW);
        c3 = p0 & LOW;
        k0 += Philox.W0;
        k1 += Philox.W1;
      }
      words[j] = (int) c0;
      words[j + 1] = (int) c1;
      words[j + 2] = (int) c2;
      words[j + 3] = (int) c3;
    }
    for (int j = whole; j < n; j++) {
      words[j] = Philox.word(seed, stream, first + j);
    }
  }

  /**
   * {@code out = scale in} where the uniform number of the word is at least {@code rate}, else 0.
   */
  public void dropout(
      float[] out, int o, float[] in, int i, int[] words, float rate, float scale, int n) {
    dropout(out, o, in, i, words, 0, rate, scale, n);
  }

  /** The elements from index {@code done} on. */
  protected static void dropout(
      float[] out,
      int o,
      float[] in,
      int i,
      int[] words,
      int done,
      float rate,
      float scale,
      int n) {
    for (int j = done; j < n; j++) {
      out[o + j] = Philox.unit(words[j]) >= rate ? scale * in[i + j] : 0f;
    }
  }
}
