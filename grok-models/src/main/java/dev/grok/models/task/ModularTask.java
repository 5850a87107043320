package dev.grok.models.task;

import dev.grok.api.GrokException;
import java.math.BigInteger;

/**
 * A binary operation on residues modulo p, one of those of Power et al. 2022 (Grokking, appendix
 * A.1.1), or multiplication.
 *
 * @param p modulus and number of symbols, 2 to {@value SymbolTask#MAX_SYMBOLS}; prime for
 *     operations that divide
 * @param operation what is done
 * @param ordered whether (x, y) and (y, x) are two samples; must be unless the operation commutes
 */
public record ModularTask(int p, Operation operation, boolean ordered) implements SymbolTask {
  /** What is done to x and y, modulo p. */
  public enum Operation {
    /** x + y. */
    ADDITION(true, false, (x, y, p) -> x + y),
    /** x - y. */
    SUBTRACTION(false, false, (x, y, p) -> x - y),
    /** x y. */
    MULTIPLICATION(true, false, (x, y, p) -> x * y),
    /** x / y, for y ≠ 0. */
    DIVISION(false, true, (x, y, p) -> x * inverse(y, p)),
    /** x / y if y is odd, else x - y. */
    DIVISION_OR_SUBTRACTION(false, true, (x, y, p) -> y % 2 == 1 ? x * inverse(y, p) : x - y),
    /** x² + y². */
    X2_Y2(true, false, (x, y, p) -> x * x + y * y),
    /** x² + xy + y². */
    X2_XY_Y2(true, false, (x, y, p) -> x * x + x * y + y * y),
    /** x² + xy + y² + x. */
    X2_XY_Y2_X(false, false, (x, y, p) -> x * x + x * y + y * y + x),
    /** x³ + xy. */
    X3_XY(false, false, (x, y, p) -> x * x * x + x * y),
    /** x³ + xy² + y. */
    X3_XY2_Y(false, false, (x, y, p) -> x * x * x + x * y * y + y);

    private interface Formula {
      /** At most 3 p³ in magnitude before it is reduced. */
      long of(long x, long y, int p);
    }

    private final boolean commutative;
    private final boolean divides; // which takes a prime modulus
    private final Formula formula;

    Operation(boolean commutative, boolean divides, Formula formula) {
      this.commutative = commutative;
      this.divides = divides;
      this.formula = formula;
    }

    /** Whether x and y can be exchanged, for every modulus. */
    public boolean isCommutative() {
      return commutative;
    }

    /** By Fermat: y to the power of p - 2. */
    private static long inverse(long y, int p) {
      long power = 1;
      long square = y;
      for (int e = p - 2; e > 0; e >>= 1) {
        power = (e & 1) == 1 ? power * square % p : power;
        square = square * square % p;
      }
      return power;
    }
  }

  public ModularTask {
    if (p < 2 || p > MAX_SYMBOLS) {
      throw new GrokException("p must be between 2 and %d: %d".formatted(MAX_SYMBOLS, p));
    }
    if (operation.divides && !BigInteger.valueOf(p).isProbablePrime(50)) {
      throw new GrokException("%s needs a prime modulus: p = %d".formatted(operation, p));
    }
    if (!ordered && !operation.isCommutative()) {
      throw new GrokException(
          "%s does not commute, so its samples must be ordered".formatted(operation));
    }
  }

  @Override
  public int symbols() {
    return p;
  }

  @Override
  public int label(Pair pair) {
    return (int) Math.floorMod(operation.formula.of(pair.a(), pair.b(), p), (long) p);
  }

  /** Everywhere but for division by zero. */
  @Override
  public boolean isDefined(Pair pair) {
    return operation != Operation.DIVISION || pair.b() != 0;
  }

  @Override
  public int size() {
    return operation == Operation.DIVISION ? p * (p - 1) : SymbolTask.super.size();
  }
}
