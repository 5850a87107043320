package dev.grok.theory.rank;

import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * Fractions from their residues (Wang's reconstruction): at most one fraction n/d with |n|, d ≤
 * √(M/2) has a given residue modulo M.
 */
final class RationalLift {
  private RationalLift() {}

  /**
   * The fractions whose residues are given, as integers: multiplied by a common denominator. In
   * 64-bit integers, for a modulus below 2³¹.
   *
   * @return null if the residues are not those of such fractions
   */
  static long @Nullable [] lift(long[] residues, long modulus) {
    long bound = (long) Math.sqrt(modulus / 2.0) - 1;
    long[] numerators = new long[residues.length];
    long denominator = 1;
    for (int k = 0; k < residues.length; k++) {
      long x = residues[k] * denominator % modulus;
      if (x > modulus - bound) {
        x -= modulus;
      }
      if (Math.abs(x) <= bound) {
        numerators[k] = x;
        continue;
      }
      long r0 = modulus;
      long r1 = x;
      long t0 = 0;
      long t1 = 1;
      while (r1 > bound) {
        long quotient = r0 / r1;
        long r = r0 - quotient * r1;
        long t = t0 - quotient * t1;
        r0 = r1;
        r1 = r;
        t0 = t1;
        t1 = t;
      }
      long more = Math.abs(t1);
      if (more > bound || more == 0 || denominator * more > bound) {
        return null;
      }
      denominator *= more;
      for (int earlier = 0; earlier < k; earlier++) {
        numerators[earlier] *= more;
      }
      numerators[k] = t1 < 0 ? -r1 : r1;
    }
    return numerators;
  }

  /** The same for a modulus of any size. */
  static BigInteger @Nullable [] lift(BigInteger[] residues, BigInteger modulus) {
    BigInteger bound = modulus.shiftRight(1).sqrt();
    BigInteger[] numerators = new BigInteger[residues.length];
    BigInteger denominator = BigInteger.ONE;
    for (int k = 0; k < residues.length; k++) {
      BigInteger x = residues[k].multiply(denominator).mod(modulus);
      if (x.compareTo(modulus.subtract(bound)) > 0) {
        x = x.subtract(modulus);
      }
      BigInteger r0 = modulus;
      BigInteger r1 = x;
      BigInteger t0 = BigInteger.ZERO;
      BigInteger t1 = BigInteger.ONE;
      while (r1.compareTo(bound) > 0) {
        BigInteger[] division = r0.divideAndRemainder(r1);
        BigInteger t = t0.subtract(division[0].multiply(t1));
        r0 = r1;
        r1 = division[1];
        t0 = t1;
        t1 = t;
      }
      BigInteger more = t1.abs();
      denominator = denominator.multiply(more);
      if (more.signum() == 0 || denominator.compareTo(bound) > 0) {
        return null;
      }
      for (int earlier = 0; earlier < k; earlier++) {
        numerators[earlier] = numerators[earlier].multiply(more);
      }
      numerators[k] = t1.signum() < 0 ? r1.negate() : r1;
    }
    return numerators;
  }
}
