package dev.grok.theory.parallelogram;

/** A question about the corners of a parallelogram, that is about its two samples. */
@FunctionalInterface
public interface CornerTest {
  /** The answer for the samples (i, j) and (m, n). */
  boolean test(int i, int j, int m, int n);
}
