package dev.grok.theory.spectrum;

import java.util.Arrays;

/** Which eigenvalue is the rate of grokking; the paper and the authors' code differ. */
public enum GrokkingRate {
  /** λ₃, 0 where the structure is not unique (paper, section 3.2). */
  THIRD,
  /** The smallest eigenvalue that is not zero, whatever n₀ is (the authors' early code). */
  FIRST_NON_ZERO,
  /** The mean of λ₃, λ₄ and λ₅ (the authors' code behind Fig. 5(a)). */
  MEAN_OF_THIRD_TO_FIFTH;

  private static final int LAST = 5;

  /**
   * The rate.
   *
   * @param eigenvalues ascending, at least three, the first n₀ of them zero
   */
  public double of(double[] eigenvalues) {
    return switch (this) {
      case THIRD -> eigenvalues[2];
      case FIRST_NON_ZERO -> Arrays.stream(eigenvalues).filter(v -> v > 0).findFirst().orElse(0);
      case MEAN_OF_THIRD_TO_FIFTH -> {
        double sum = 0;
        int end = Math.min(LAST, eigenvalues.length);
        for (int k = 2; k < end; k++) {
          sum += eigenvalues[k];
        }
        yield sum / (end - 2);
      }
    };
  }
}
