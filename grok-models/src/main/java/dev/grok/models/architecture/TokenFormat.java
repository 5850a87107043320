package dev.grok.models.architecture;

import dev.grok.models.task.Pair;

/** Which tokens a transformer reads for a sample (a, b). */
public enum TokenFormat {
  /** a b. */
  PAIR(2),
  /** a b = (Nanda et al.). */
  PAIR_EQUALS(3),
  /** a ∘ b = (Power et al.). */
  EQUATION(4);

  private final int length;

  TokenFormat(int length) {
    this.length = length;
  }

  /** Number of tokens of a sample. */
  int length() {
    return length;
  }

  /** Number of symbols that the task does not have: "=", then "∘". */
  int extraSymbols() {
    return length - 2;
  }

  /** The tokens of a sample of a task with so many symbols; the extra ones follow these. */
  int[] tokens(int symbols, Pair pair) {
    return switch (this) {
      case PAIR -> new int[] {pair.a(), pair.b()};
      case PAIR_EQUALS -> new int[] {pair.a(), pair.b(), symbols};
      case EQUATION -> new int[] {pair.a(), symbols + 1, pair.b(), symbols};
    };
  }
}
