package dev.grok.theory.rank;

import java.math.BigInteger;
import java.util.Arrays;

/** An integer representation [p], one number for each symbol, that satisfies equations exactly. */
sealed interface NullVector {
  /** Whether E_i + E_j = E_m + E_n, exactly. */
  boolean satisfies(int i, int j, int m, int n);

  /** Number k as a double. */
  double component(int k);

  /** Numbers of at most 60 bits, so that sums cannot overflow. */
  record Small(long[] numbers) implements NullVector {
    @Override
    public boolean satisfies(int i, int j, int m, int n) {
      return numbers[i] + numbers[j] == numbers[m] + numbers[n];
    }

    @Override
    public double component(int k) {
      return numbers[k];
    }
  }

  /** Numbers of any length. */
  record Big(BigInteger[] numbers) implements NullVector {
    @Override
    public boolean satisfies(int i, int j, int m, int n) {
      return numbers[i].add(numbers[j]).equals(numbers[m].add(numbers[n]));
    }

    @Override
    public double component(int k) {
      return numbers[k].doubleValue();
    }
  }

  /** Of 64-bit integers if they fit, else of big ones. */
  static NullVector of(BigInteger[] numbers) {
    boolean small = Arrays.stream(numbers).allMatch(n -> n.bitLength() <= 60);
    return small
        ? new Small(Arrays.stream(numbers).mapToLong(BigInteger::longValueExact).toArray())
        : new Big(numbers);
  }
}
