package dev.grok.theory.parallelogram;

/** What is done with the corners of a parallelogram, that is with its two samples. */
@FunctionalInterface
public interface CornerAction {
  /** Takes the samples (i, j) and (m, n). */
  void accept(int i, int j, int m, int n);
}
