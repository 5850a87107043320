package dev.grok.backend.cpu.internal.loop;

/** How a tile of a matrix product begins and ends; the chain over k is the same in all. */
public enum TileMode {
  /** The chains start from 0 and are stored. */
  OVERWRITE,
  /** The chains go on from c, which holds their sums over former k, and are stored. */
  CONTINUE,
  /** The chains start from 0 and are added to what is in c. */
  ACCUMULATE
}
