package dev.grok.api.kernel;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the letters of a kernel's shapes stand for in one call: R replicas, B batch and so on, and
 * the axes that {@code ...} stands for. Immutable.
 */
public final class Lengths {
  private final Map<String, Integer> letters;
  private final int[] rest;

  private Lengths(Map<String, Integer> letters, int[] rest) {
    this.letters = letters;
    this.rest = rest;
  }

  /** Of a number of replicas; other letters are added by {@link #with}. */
  public static Lengths replicas(int r) {
    return new Lengths(Map.of(), new int[0]).with("R", r);
  }

  /** The same with one letter more, or another length of it. */
  public Lengths with(String letter, int length) {
    Map<String, Integer> more = new LinkedHashMap<>(letters);
    more.put(letter, length);
    return new Lengths(more, rest);
  }

  /** The same with other axes for {@code ...}. */
  public Lengths rest(int... axes) {
    return new Lengths(letters, axes.clone());
  }

  /**
   * The length that a letter stands for.
   *
   * @throws IllegalArgumentException if it stands for none
   */
  public int of(String letter) {
    Integer length = letters.get(letter);
    if (length == null) {
      throw new IllegalArgumentException("no length is given for %s: %s".formatted(letter, this));
    }
    return length;
  }

  /** A copy of the axes that {@code ...} stands for. */
  public int[] rest() {
    return rest.clone();
  }

  /** The product of some axes, written as in a shape: {@code "B C"}, {@code "R ..."}. */
  public double product(String axes) {
    double product = 1;
    for (String axis : axes.split(" ", -1)) {
      for (int length : KernelSignature.Axis.of(axis).lengths(this)) {
        product *= length;
      }
    }
    return product;
  }

  @Override
  public String toString() {
    return letters + (rest.length == 0 ? "" : " ..." + Arrays.toString(rest));
  }
}
