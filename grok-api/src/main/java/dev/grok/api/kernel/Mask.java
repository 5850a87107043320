package dev.grok.api.kernel;

/** Which tokens attend to which. */
public enum Mask {
  /** Every token to every token. */
  NONE,
  /** Every token to itself and to those before it. */
  CAUSAL;

  /** Number of keys, from the first on, that a query attends to. */
  public int keys(int query, int tokens) {
    return this == CAUSAL ? query + 1 : tokens;
  }
}
