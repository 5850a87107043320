package dev.grok.api.kernel;

import static java.lang.annotation.ElementType.METHOD;
import static java.lang.annotation.ElementType.PARAMETER;
import static java.lang.annotation.RetentionPolicy.RUNTIME;

import java.lang.annotation.Documented;
import java.lang.annotation.Retention;
import java.lang.annotation.Target;

/**
 * What a kernel's method says of its operands. It says it once: the checks in front of every
 * backend, the contract of grok-testkit, the benchmarks and the tables of the documentation follow
 * from these annotations, read by {@link KernelSignature}.
 *
 * <p>Shapes are axes with spaces between. A letter is the same length wherever it stands in a call;
 * {@code R?} is R or 1, {@code 3C} is thrice C, {@code N+1} one more than N, a number itself, and a
 * last {@code ...} stands for any further axes.
 */
public final class Operand {
  private Operand() {}

  /** The kernel reads this tensor of the given shape. */
  @Documented
  @Retention(RUNTIME)
  @Target(PARAMETER)
  public @interface Reads {
    /** Its axes. */
    String value();
  }

  /**
   * The kernel overwrites this tensor of the given shape, or adds to it where a {@link Write}
   * argument {@linkplain Of of it} says so.
   */
  @Documented
  @Retention(RUNTIME)
  @Target(PARAMETER)
  public @interface Writes {
    /** Its axes. */
    String value();
  }

  /** The kernel reads this tensor of the given shape and changes it. */
  @Documented
  @Retention(RUNTIME)
  @Target(PARAMETER)
  public @interface Updates {
    /** Its axes. */
    String value();
  }

  /** The tensor holds ints. */
  @Documented
  @Retention(RUNTIME)
  @Target(PARAMETER)
  public @interface Ints {
    /** The letter of a length that every element must be below, from 0 on; empty for any int. */
    String below() default "";
  }

  /** The output may be exactly the same elements as one of these inputs. */
  @Documented
  @Retention(RUNTIME)
  @Target(PARAMETER)
  public @interface MayBe {
    /** Names of inputs. */
    String[] value();
  }

  /** The operands that a {@link Write} or a {@link Transpose} argument is about. */
  @Documented
  @Retention(RUNTIME)
  @Target(PARAMETER)
  public @interface Of {
    /** Names of operands; of a {@link Transpose} the first factor and the second. */
    String[] value();
  }

  /** The number may not be negative. */
  @Documented
  @Retention(RUNTIME)
  @Target(PARAMETER)
  public @interface NotNegative {}

  /** One length, at least 1, divides another. A length is written {@code operand.letter}. */
  @Documented
  @Retention(RUNTIME)
  @Target(METHOD)
  public @interface Divides {
    /** The length that divides. */
    String divisor();

    /** The length that is divided. */
    String dividend();
  }

  /**
   * A number of chosen elements is at most the number there are, written {@code operand.letter}.
   */
  @Documented
  @Retention(RUNTIME)
  @Target(METHOD)
  public @interface AtMost {
    /** How many are chosen. */
    String count();

    /** How many there are. */
    String limit();
  }

  /** The order in which operands are checked, where it is not that of the parameters. */
  @Documented
  @Retention(RUNTIME)
  @Target(METHOD)
  public @interface CheckedFrom {
    /** Names of all operands, those first that decide the shapes of the others. */
    String[] value();
  }
}
