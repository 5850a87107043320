package dev.grok.models.train;

/** The step at which a metric first reached its threshold, or how long it was not reached. */
public sealed interface Crossing {
  /**
   * It was reached.
   *
   * @param step the update, counted from 0, after which it was first seen to be reached
   */
  record Reached(long step) implements Crossing {}

  /**
   * It was not reached: the step is censored.
   *
   * @param updates how many updates were made
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
