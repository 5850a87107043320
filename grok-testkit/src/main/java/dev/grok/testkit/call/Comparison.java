package dev.grok.testkit.call;

/** Comparisons whose failures say which element of which operand of which call. */
public final class Comparison {
  private Comparison() {}

  /** Fails unless every element is within its allowed difference; NaN only equals NaN. */
  public static void close(String what, Contents actual, Contents expected, double[] allowed) {
    for (int i = 0; i < expected.length(); i++) {
      if (!isClose(actual.at(i), expected.at(i), allowed[i])) {
        throw new AssertionError(
            "%s%s is %s, the reference computes %s, allowed difference %s"
                .formatted(what, expected.place(i), actual.at(i), expected.at(i), allowed[i]));
      }
    }
  }

  private static boolean isClose(double actual, double expected, double allowed) {
    if (Double.isNaN(expected) || Double.isInfinite(expected)) {
      return Double.compare(actual, expected) == 0;
    }
    if (Math.abs(expected) > Float.MAX_VALUE && Double.isInfinite(actual)) {
      return actual > 0 == expected > 0;
    }
    return Math.abs(actual - expected) <= allowed;
  }

  /** Fails unless all outputs are the same bit for bit. */
  public static void sameBits(String what, Outputs actual, Outputs expected) {
    expected.forEach((name, values) -> sameBits(what + ": " + name, actual.get(name), values));
  }

  public static void sameBits(String what, Contents actual, Contents expected) {
    int i = actual.firstDifference(expected);
    if (i >= 0) {
      throw new AssertionError(
          "%s%s is %s, not bit for bit %s"
              .formatted(what, expected.place(i), actual.at(i), expected.at(i)));
    }
  }
}
