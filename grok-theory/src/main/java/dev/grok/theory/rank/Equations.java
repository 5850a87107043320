package dev.grok.theory.rank;

import dev.grok.theory.parallelogram.CornerTest;

/** Equations E_i + E_j = E_m + E_n, in a fixed order. */
@FunctionalInterface
interface Equations {
  /** Whether all satisfy the condition; asks no further than the first that does not. */
  boolean allMatch(CornerTest condition);
}
