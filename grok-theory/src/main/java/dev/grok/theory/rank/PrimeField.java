package dev.grok.theory.rank;

import java.math.BigInteger;
import java.util.stream.IntStream;

/**
 * Arithmetic modulo a prime 2³¹ - c with a small c: a product of two residues is folded twice at
 * bit 31, without a division, so that loops over it can be vectorized.
 */
final class PrimeField {
  private static final int BITS = 31;
  private static final long MASK = (1L << BITS) - 1;
  private static final int CERTAINTY = 60;

  /** Keeps c (c + 1) far below 2³¹, so that two folds are enough. */
  private static final int LARGEST_COMPLEMENT = 1 << 14;

  private static final int[] COMPLEMENTS =
      IntStream.rangeClosed(1, LARGEST_COMPLEMENT)
          .filter(c -> BigInteger.valueOf((1L << BITS) - c).isProbablePrime(CERTAINTY))
          .toArray();

  private final long complement;
  private final long prime;

  private PrimeField(long complement) {
    this.complement = complement;
    this.prime = (1L << BITS) - complement;
  }

  /** Number of primes there are. */
  static int count() {
    return COMPLEMENTS.length;
  }

  /** The field of the k-th prime; the first is 2³¹ - 1. */
  static PrimeField get(int k) {
    return new PrimeField(COMPLEMENTS[k]);
  }

  /** The prime. */
  long prime() {
    return prime;
  }

  /** x + f y for residues. */
  long addProduct(long x, long f, long y) {
    return residue(x + f * y, prime, complement);
  }

  private static long residue(long product, long prime, long complement) {
    long once = (product & MASK) + complement * (product >>> BITS);
    long twice = (once & MASK) + complement * (once >>> BITS);
    long less = twice - prime;
    return less + (prime & less >> 63);
  }

  /** -x of a residue. */
  long negative(long x) {
    return x == 0 ? 0 : prime - x;
  }

  /** 1/x of a residue that is not zero. */
  long inverse(long x) {
    long result = 1;
    long power = x;
    for (long exponent = prime - 2; exponent > 0; exponent >>= 1) {
      if ((exponent & 1) == 1) {
        result = addProduct(0, result, power);
      }
      power = addProduct(0, power, power);
    }
    return result;
  }

  /** {@code row += factor * other} over the first places, all residues. */
  void addScaled(long[] row, long factor, long[] other, int length) {
    long p = prime;
    long c = complement;
    for (int s = 0; s < length; s++) {
      row[s] = residue(row[s] + factor * other[s], p, c);
    }
  }

  /** {@code out = i + j - m - n} over the first places, all residues. */
  void difference(long[] out, long[] i, long[] j, long[] m, long[] n, int length) {
    long p = prime;
    for (int s = 0; s < length; s++) {
      long sum = i[s] + j[s] - m[s] - n[s];
      long positive = sum + (2 * p & sum >> 63);
      long less = positive - p;
      out[s] = less + (p & less >> 63);
    }
  }
}
