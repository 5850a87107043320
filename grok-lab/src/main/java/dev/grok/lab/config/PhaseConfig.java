package dev.grok.lab.config;

import dev.grok.models.train.PhaseRule;

/**
 * Table 1's numbers other than the accuracy threshold, which is the experiment's.
 *
 * @param budget number of updates within which the threshold must be reached
 * @param delay validation later than training by this many steps or more is grokking
 */
public record PhaseConfig(long budget, long delay) {
  public PhaseConfig {
    new PhaseRule(1, budget, delay);
  }

  /** The rule for the given threshold. */
  public PhaseRule rule(double threshold) {
    return new PhaseRule(threshold, budget, delay);
  }
}
