package dev.grok.testkit;

import java.util.function.IntConsumer;

/** Lengths of axes at which vectorized and blocked loops have their tails. */
final class Sizes {
  /** In an innermost axis, or one that is summed over. */
  private static final int[] LONG = {0, 1, 3, 7, 8, 13, 16, 31, 33, 100, 207, 1025};

  private Sizes() {}

  static void forEach(IntConsumer check) {
    for (int size : LONG) {
      check.accept(size);
    }
  }

  /** The same up to a limit. */
  static void upTo(int limit, IntConsumer check) {
    for (int size : LONG) {
      if (size <= limit) {
        check.accept(size);
      }
    }
  }
}
