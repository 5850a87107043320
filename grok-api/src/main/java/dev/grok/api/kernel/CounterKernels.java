package dev.grok.api.kernel;

import dev.grok.api.Tensor;

/** Counters that live on the device, so that a recorded step can be replayed unchanged. */
public interface CounterKernels {
  /**
   * {@code counter += by}.
   *
   * <pre>
   * counter  [R]  updated, int
   * </pre>
   */
  void increment(Tensor counter, int by);

  /**
   * Remembers when a metric first reached a threshold: where {@code first = 0} and {@code metric >=
   * threshold} it becomes {@code steps}. Zero therefore means "not yet", and a state before the
   * first update is never counted.
   *
   * <pre>
   * first   [R]   updated, int, zero at the start
   * metric  [R?]  read; the threshold is rounded to its precision
   * steps   [R?]  read, int: updates made so far
   * </pre>
   */
  void firstCrossing(Tensor first, Tensor metric, double threshold, Tensor steps);

  /**
   * Remembers when a metric first was NaN or infinite: where {@code first = 0} and it is, {@code
   * first} becomes {@code steps}.
   *
   * <pre>
   * first   [R]   updated, int, zero at the start
   * metric  [R?]  read
   * steps   [R?]  read, int: updates made so far
   * </pre>
   */
  void firstNonFinite(Tensor first, Tensor metric, Tensor steps);
}
