package dev.grok.models.train;

/** When a metric first reached its threshold, or that it had not when the run ended. */
public sealed interface Crossing {
  /**
   * It did.
   *
   * @param step the update, counted from 0, after which it was first seen
   */
  record Reached(long step) implements Crossing {}

  /**
   * It did not: the step is censored.
   *
   * @param updates how many updates were made without it
   */
  record Censored(long updates) implements Crossing {}

  static Crossing reached(long step) {
    return new Reached(step);
  }

  static Crossing censored(long updates) {
    return new Censored(updates);
  }

  /** Whether it was reached. */
  default boolean isReached() {
    return this instanceof Reached;
  }
}
