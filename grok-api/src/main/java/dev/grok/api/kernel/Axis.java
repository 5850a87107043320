package dev.grok.api.kernel;

import java.util.List;
import java.util.stream.Collectors;

/**
 * An axis of an operand's shape: {@code factor letter + more}, or the number {@code more}.
 *
 * @param text as it is written in the signature
 * @param letter empty if the axis is a number
 */
public record Axis(String text, String letter, int factor, int more) {
  /** Any further axes. */
  public static final String REST = "...";

  /** Reads {@code C}, {@code R?}, {@code 3C}, {@code N+1}, {@code 2} or {@code ...}. */
  public static Axis of(String text) {
    if (text.equals(REST)) {
      return new Axis(text, text, 1, 0);
    }
    int from = 0;
    while (from < text.length() && Character.isDigit(text.charAt(from))) {
      from++;
    }
    int number = from == 0 ? 1 : Integer.parseInt(text.substring(0, from));
    if (from == text.length()) {
      return new Axis(text, "", 0, number);
    }
    int plus = text.indexOf('+');
    int more = plus < 0 ? 0 : Integer.parseInt(text.substring(plus + 1));
    return new Axis(text, text.substring(from, from + 1), number, more);
  }

  /** A shape as it is written: {@code [R?, B, C]}. */
  public static String pattern(List<Axis> axes) {
    return axes.stream().map(Axis::text).collect(Collectors.joining(", ", "[", "]"));
  }

  /** Whether this is the replica axis of an operand that all replicas may share. */
  public boolean shareable() {
    return text.equals("R?");
  }

  /** Whether this stands for any further axes. */
  public boolean isRest() {
    return letter.equals(REST);
  }
}
