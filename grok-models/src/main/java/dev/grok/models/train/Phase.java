package dev.grok.models.train;

/** The four phases of learning (paper, Table 1). */
public enum Phase {
  /** Trains and generalizes without delay. */
  COMPREHENSION,
  /** Generalizes long after it has memorized. */
  GROKKING,
  /** Trains but does not generalize. */
  MEMORIZATION,
  /** Does not even train. */
  CONFUSION
}
