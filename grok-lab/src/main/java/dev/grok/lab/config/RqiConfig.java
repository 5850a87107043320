package dev.grok.lab.config;

import dev.grok.api.GrokException;
import dev.grok.theory.representation.RqiDefinition;

/**
 * How the representation quality index is measured.
 *
 * @param definition what counts as a parallelogram
 * @param threshold RQI above which a representation counts as linear (paper, section 3.2: 0.95)
 * @param every steps between looks
 */
public record RqiConfig(RqiDefinition definition, double threshold, int every) {
  public RqiConfig {
    if (!(threshold >= 0 && threshold < 1)) {
      throw new GrokException("threshold must be in [0, 1): " + threshold);
    }
    if (every < 1) {
      throw new GrokException("every must be at least 1: " + every);
    }
  }
}
