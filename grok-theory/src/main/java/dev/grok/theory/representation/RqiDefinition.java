package dev.grok.theory.representation;

import dev.grok.api.GrokException;
import dev.grok.theory.internal.Require;

/**
 * What counts as a parallelogram in a representation, once every dimension has been normalized to
 * zero mean and unit standard deviation. The paper and the authors' code differ.
 *
 * @param threshold δ in the paper, positive
 * @param closeness what is compared with it
 * @param variance which standard deviation is 1
 * @param fromDigit the first symbol that counts: parallelograms with a smaller one are left out of
 *     P₀, but the symbol still counts in the normalization
 */
public record RqiDefinition(
    double threshold, Closeness closeness, Variance variance, int fromDigit) {
  /** How far E_i + E_j may be from E_m + E_n. */
  public enum Closeness {
    /** The mean over dimensions of (E_i + E_j - E_m - E_n)² is below δ (the authors' code). */
    MEAN_SQUARE,
    /** |E_i + E_j - E_m - E_n| is at most δ (paper, Definition 1). */
    DISTANCE
  }

  /** The authors' code: mean square below 0.01, unbiased variance, all digits. The default. */
  public static final RqiDefinition AUTHORS =
      new RqiDefinition(0.01, Closeness.MEAN_SQUARE, Variance.UNBIASED, 0);

  /** The authors' phase diagram notebooks, which leave digit 0 out: 50 of 70 for p = 10. */
  public static final RqiDefinition PHASE_DIAGRAMS =
      new RqiDefinition(0.01, Closeness.MEAN_SQUARE, Variance.UNBIASED, 1);

  /** The text of the paper: distance at most 0.01 (appendix E), biased variance, all digits. */
  public static final RqiDefinition PAPER =
      new RqiDefinition(0.01, Closeness.DISTANCE, Variance.BIASED, 0);

  public RqiDefinition {
    Require.threshold(threshold);
    if (fromDigit < 0) {
      throw new GrokException("the first digit of RQI must not be negative: " + fromDigit);
    }
  }
}
