package dev.grok.models.train;

/**
 * When the run of one replica first reached its thresholds, and when it diverged.
 *
 * @param train when training accuracy first reached its threshold
 * @param validation when validation accuracy did
 * @param divergence when the training loss first was NaN or infinite
 */
public record Crossings(Crossing train, Crossing validation, Crossing divergence) {
  /** Whether more training cannot change the phase: both were reached, or the run diverged. */
  public boolean decided() {
    return divergence.isReached() || (train.isReached() && validation.isReached());
  }
}
