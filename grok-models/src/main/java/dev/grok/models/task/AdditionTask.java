package dev.grok.models.task;

import dev.grok.api.GrokException;

/**
 * Addition of the symbols 0..p-1, without modulus (paper, section 2).
 *
 * @param p number of symbols, 2 to {@value #MAX_P}
 * @param ordered whether (i, j) and (j, i) are two samples; the paper counts them as one
 */
public record AdditionTask(int p, boolean ordered) implements SymbolTask {
  /** Beyond it the sample list alone would take gigabytes. */
  public static final int MAX_P = MAX_SYMBOLS;

  public AdditionTask {
    if (p < 2 || p > MAX_P) {
      throw new GrokException("p must be between 2 and %d: %d".formatted(MAX_P, p));
    }
  }

  @Override
  public int symbols() {
    return p;
  }

  /** Number of different sums, 2p - 1. */
  @Override
  public int classes() {
    return 2 * p - 1;
  }

  /** The sum. */
  @Override
  public int label(Pair pair) {
    return pair.a() + pair.b();
  }
}
