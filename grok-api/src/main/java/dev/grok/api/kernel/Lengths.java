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

  /**
   * Reads letters, each with its length behind it: {@code "R 2 B 3 C 100"}, {@code "R 2 ... 5 7"}.
   *
   * @throws IllegalArgumentException if a letter has no length
   */
  public static Lengths of(String text) {
    Map<String, Integer> letters = new LinkedHashMap<>();
    int[] rest = {};
    String letter = "";
    for (String word : text.split(" ", -1)) {
      if (!Character.isDigit(word.charAt(0))) {
        letter = word;
      } else if (letter.equals(Axis.REST)) {
        rest = Arrays.copyOf(rest, rest.length + 1);
        rest[rest.length - 1] = Integer.parseInt(word);
      } else {
        letters.put(letter, Integer.parseInt(word));
      }
    }
    return new Lengths(letters, rest);
  }

  /** The same with another length of a letter; of {@code ...}, one axis of it. */
  public Lengths with(String letter, int length) {
    if (letter.equals(Axis.REST)) {
      return new Lengths(letters, new int[] {length});
    }
    Map<String, Integer> more = new LinkedHashMap<>(letters);
    more.put(letter, length);
    return new Lengths(more, rest);
  }

  /** The same with other lengths of the letters that the others have. */
  public Lengths with(Lengths others) {
    Map<String, Integer> more = new LinkedHashMap<>(letters);
    more.putAll(others.letters);
    return new Lengths(more, others.rest.length == 0 ? rest : others.rest);
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
  public int length(String letter) {
    Integer length = letters.get(letter);
    if (length == null) {
      throw new IllegalArgumentException("no length is given for %s: %s".formatted(letter, this));
    }
    return length;
  }

  /** The lengths of an axis: one, or those of {@code ...}. */
  public int[] along(Axis axis) {
    if (axis.isRest()) {
      return rest.clone();
    }
    return new int[] {
      axis.letter().isEmpty() ? axis.more() : axis.factor() * length(axis.letter()) + axis.more()
    };
  }

  /** The product of some axes, written as in a shape: {@code "B C"}, {@code "R ..."}. */
  public double product(String axes) {
    double product = 1;
    for (String axis : axes.split(" ", -1)) {
      for (int length : along(Axis.of(axis))) {
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
