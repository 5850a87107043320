package dev.grok.models.train;

/** The four phases of learning (paper, Table 1). */
public enum Phase {
  /** Trains and generalises without delay. */
  COMPREHENSION,
  /** Generalises long after it has memorised. */
  GROKKING,
  /** Trains but does not generalise. */
  MEMORIZATION,
  /** Does not even train. */
  CONFUSION
}
