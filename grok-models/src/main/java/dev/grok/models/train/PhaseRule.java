package dev.grok.models.train;

import dev.grok.api.GrokException;
import dev.grok.models.train.Crossing.Reached;

/**
 * Table 1 as a total function of when accuracies crossed their {@link Thresholds}. They count as
 * high from the threshold on (the paper writes "&gt; 90 %", the authors' code, which made the
 * figures, uses ≥).
 *
 * @param budget number of updates within which it must be reached
 * @param delay validation later than training by this many steps or more is grokking
 */
public record PhaseRule(long budget, long delay) {
  /** The paper's: 90 % within 10⁵ steps, grokking from a delay of 10³ steps. */
  public static final PhaseRule TABLE_1 = new PhaseRule(100_000, 1_000);

  public PhaseRule {
    if (budget < 1 || delay < 0) {
      throw new GrokException(
          "budget must be positive and delay not negative: %d, %d".formatted(budget, delay));
    }
  }

  /**
   * The phase of a run. Crossings beyond the budget count as not reached. Validation that is
   * reached before training, or without it (no row of Table 1; the authors' code colors it so), is
   * comprehension: it generalizes without delay.
   */
  public Phase classify(Crossing train, Crossing validation) {
    boolean trained = train instanceof Reached t && t.step() < budget;
    boolean generalized = validation instanceof Reached v && v.step() < budget;
    if (!generalized) {
      return trained ? Phase.MEMORIZATION : Phase.CONFUSION;
    }
    if (trained && ((Reached) validation).step() - ((Reached) train).step() >= delay) {
      return Phase.GROKKING;
    }
    return Phase.COMPREHENSION;
  }
}
