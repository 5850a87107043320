package dev.grok.models.task;

import dev.grok.api.GrokException;

/**
 * Addition of the symbols 0..p-1, without modulus (paper, section 2).
 *
 * @param p number of symbols, 2 to {@value SymbolTask#MAX_SYMBOLS}
 * @param ordered whether (i, j) and (j, i) are two samples; the paper counts them as one
 */
public record AdditionTask(int p, boolean ordered) implements SymbolTask {
  public AdditionTask {
    if (p < 2 || p > MAX_SYMBOLS) {
      throw new GrokException("p must be between 2 and %d: %d".formatted(MAX_SYMBOLS, p));
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
