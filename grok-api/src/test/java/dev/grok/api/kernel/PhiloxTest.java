package dev.grok.api.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Known answers of philox4x32-10, published with Random123. */
class PhiloxTest {
  private static int[] block(long seed, long stream, long block) {
    int[] words = new int[4];
    for (int lane = 0; lane < 4; lane++) {
      words[lane] = Philox.word(seed, stream, 4 * block + lane);
    }
    return words;
  }

  @Test
  void ofZeros() {
    assertThat(block(0, 0, 0)).containsExactly(0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8);
  }

  @Test
  void ofPi() {
    // Our block number has 62 bits, so the published counter, whose block has 64, is cut by hand:
    // the upper half of the block is 0x05a308d3 in place of 0x85a308d3.
    long seed = 0x299f31d0_a4093822L;
    long stream = 0x03707344_13198a2eL;
    assertThat(block(seed, stream, 0x05a308d3_243f6a88L))
        .isEqualTo(slow(new int[] {0x243f6a88, 0x05a308d3, 0x13198a2e, 0x03707344}, seed));
    assertThat(slow(new int[] {0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344}, seed))
        .containsExactly(0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1);
  }

  /** The definition with 64-bit counters, as a bridge to the published vector. */
  private static int[] slow(int[] counter, long seed) {
    int[] c = counter.clone();
    int k0 = (int) seed;
    int k1 = (int) (seed >>> 32);
    for (int round = 0; round < 10; round++) {
      long p0 = Integer.toUnsignedLong(0xD2511F53) * Integer.toUnsignedLong(c[0]);
      long p1 = Integer.toUnsignedLong(0xCD9E8D57) * Integer.toUnsignedLong(c[2]);
      c =
          new int[] {
            (int) (p1 >>> 32) ^ c[1] ^ k0, (int) p1, (int) (p0 >>> 32) ^ c[3] ^ k1, (int) p0
          };
      k0 += 0x9E3779B9;
      k1 += 0xBB67AE85;
    }
    return c;
  }

  @Test
  void mapsToRanges() {
    assertThat(Philox.below(-1, 10)).isEqualTo(9);
    assertThat(Philox.below(0, 10)).isZero();
    assertThat(Philox.unit(-1)).isLessThan(1f).isGreaterThan(0.9999999f);
    assertThat(Philox.unit(0)).isZero();
  }
}
