package dev.grok.theory.rank;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Proves a nullity found modulo a prime. It is never too small, because a rank modulo a prime never
 * exceeds the rank over the rationals. It is not too large either if as many independent integer
 * vectors satisfy every equation exactly. Those vectors are the modular solutions, lifted to
 * fractions; where one prime is too small for the fractions, residues of several are combined by
 * the Chinese remainder theorem. Minors of A are at most √6^p (Hadamard), so that a bounded number
 * of primes is enough.
 */
final class NullSpace {
  private final int p;
  private final Equations equations;

  NullSpace(int p, Equations equations) {
    this.p = p;
    this.equations = equations;
  }

  /** Independent integer vectors that span it, given its solution modulo the first prime. */
  List<NullVector> basis(ModularSolution solution) {
    List<NullVector> basis = smallBasis(solution);
    return basis != null ? basis : bigBasis();
  }

  /** Null if the fractions are too long for the first prime. */
  @Nullable List<NullVector> smallBasis(ModularSolution solution) {
    List<NullVector> basis = new ArrayList<>();
    long[] residues = new long[p];
    for (int s = 0; s < solution.nullity(); s++) {
      for (int k = 0; k < p; k++) {
        residues[k] = solution.component(s, k);
      }
      long[] lifted = RationalLift.lift(residues, PrimeField.get(0).prime());
      if (lifted == null || !holds(new NullVector.Small(lifted))) {
        return null;
      }
      basis.add(new NullVector.Small(lifted));
    }
    return basis;
  }

  /** From as many primes as it takes. */
  List<NullVector> bigBasis() {
    int[] frees = {};
    BigInteger[][] residues = {};
    BigInteger modulus = BigInteger.ONE;
    for (int k = 0; k < PrimeField.count(); k++) {
      PrimeField field = PrimeField.get(k);
      ModularSolution solution = ModularSolution.of(p, field, equations);
      if (k > 0 && solution.nullity() > frees.length) {
        continue; // modulo this prime the rank is lower than it should be
      }
      if (!Arrays.equals(frees, solution.freeSymbols())) {
        // This is the first prime, or an earlier one divided a pivot: begin anew.
        frees = solution.freeSymbols();
        residues = new BigInteger[frees.length][p];
        Arrays.stream(residues).forEach(row -> Arrays.fill(row, BigInteger.ZERO));
        modulus = BigInteger.ONE;
      }
      combine(residues, modulus, solution, field);
      modulus = modulus.multiply(BigInteger.valueOf(field.prime()));
      List<NullVector> basis = lifted(residues, modulus);
      if (basis != null) {
        return basis;
      }
    }
    throw new IllegalStateException("the null space of p = " + p + " could not be lifted");
  }

  /** Chinese remainders: residues modulo the product so far become residues modulo one more. */
  private void combine(
      BigInteger[][] residues, BigInteger modulus, ModularSolution solution, PrimeField field) {
    BigInteger prime = BigInteger.valueOf(field.prime());
    BigInteger inverse = modulus.modInverse(prime);
    for (int s = 0; s < residues.length; s++) {
      for (int k = 0; k < p; k++) {
        BigInteger difference =
            BigInteger.valueOf(solution.component(s, k)).subtract(residues[s][k]);
        residues[s][k] =
            residues[s][k].add(modulus.multiply(difference.multiply(inverse).mod(prime)));
      }
    }
  }

  private @Nullable List<NullVector> lifted(BigInteger[][] residues, BigInteger modulus) {
    List<NullVector> basis = new ArrayList<>();
    for (BigInteger[] row : residues) {
      BigInteger[] numbers = RationalLift.lift(row, modulus);
      if (numbers == null) {
        return null;
      }
      NullVector vector = NullVector.of(numbers);
      if (!holds(vector)) {
        return null;
      }
      basis.add(vector);
    }
    return basis;
  }

  private boolean holds(NullVector vector) {
    return equations.allMatch(vector::satisfies);
  }
}
