package dev.grok.backend.cpu.internal.simd;

import static dev.grok.backend.cpu.internal.simd.SimdMath.L;
import static dev.grok.backend.cpu.internal.simd.SimdMath.S;
import static dev.grok.backend.cpu.internal.simd.SimdMath.X86;

import dev.grok.api.kernel.Philox;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link Philox} with a block in each lane of 64 bits, where the product of two words is exact. The
 * Vector API multiplies such lanes in hardware on x86 from AVX2 on; elsewhere it makes objects.
 */
final class SimdPhilox {
  private static final VectorSpecies<Long> LONGS =
      LongVector.SPECIES_PREFERRED.length() > L / 2
          ? VectorSpecies.of(long.class, S.vectorShape())
          : LongVector.SPECIES_PREFERRED;

  /** Blocks of four words at once. */
  private static final int BLOCKS = LONGS.length();

  private static final int WORDS = 4 * BLOCKS;
  private static final boolean USABLE = X86 && L >= 8;
  private static final long LOW = 0xFFFFFFFFL;

  // Each half of the blocks is spread over all lanes, every block in two neighbors: words 0 and 1
  // stay in the even lane, words 2 and 3 are blended into the odd one.
  private static final VectorShuffle<Long> FIRST = LONGS.shuffleFromOp(i -> i / 2);
  private static final VectorShuffle<Long> SECOND = LONGS.shuffleFromOp(i -> (i + BLOCKS) / 2);
  private static final LongVector BLOCK_OF_LANE = LongVector.zero(LONGS).addIndex(1);
  private static final VectorMask<Long> ODD = BLOCK_OF_LANE.and(1).compare(VectorOperators.NE, 0);

  private SimdPhilox() {}

  /**
   * {@link dev.grok.backend.cpu.internal.loop.DropoutLoops#words} for the beginning of the range;
   * returns how many words that is.
   */
  static int words(int[] words, long seed, long stream, int first, int n) {
    if (!USABLE) {
      return 0;
    }
    int whole = n - n % WORDS;
    for (int j = 0; j < whole; j += WORDS) {
      LongVector c0 = BLOCK_OF_LANE.add((first + j) >>> 2);
      LongVector c1 = LongVector.zero(LONGS);
      LongVector c2 = LongVector.broadcast(LONGS, stream & LOW);
      LongVector c3 = LongVector.broadcast(LONGS, stream >>> 32);
      int k0 = (int) seed;
      int k1 = (int) (seed >>> 32);
      for (int round = 0; round < Philox.ROUNDS; round++) {
        LongVector p0 = c0.mul(Philox.M0 & LOW);
        LongVector p1 = c2.mul(Philox.M1 & LOW);
        c0 = p1.lanewise(VectorOperators.LSHR, 32).lanewise(VectorOperators.XOR, c1);
        c0 = c0.lanewise(VectorOperators.XOR, k0 & LOW);
        c1 = p1.and(LOW);
        c2 = p0.lanewise(VectorOperators.LSHR, 32).lanewise(VectorOperators.XOR, c3);
        c2 = c2.lanewise(VectorOperators.XOR, k1 & LOW);
        c3 = p0.and(LOW);
        k0 += Philox.W0;
        k1 += Philox.W1;
      }
      LongVector even = c0.or(c1.lanewise(VectorOperators.LSHL, 32));
      LongVector odd = c2.or(c3.lanewise(VectorOperators.LSHL, 32));
      even.rearrange(FIRST)
          .blend(odd.rearrange(FIRST), ODD)
          .reinterpretAsInts()
          .intoArray(words, j);
      even.rearrange(SECOND)
          .blend(odd.rearrange(SECOND), ODD)
          .reinterpretAsInts()
          .intoArray(words, j + WORDS / 2);
    }
    return whole;
  }
}
