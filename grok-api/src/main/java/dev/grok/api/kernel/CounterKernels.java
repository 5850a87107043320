package dev.grok.api.kernel;

import dev.grok.api.Tensor;
import dev.grok.api.kernel.Operand.Ints;
import dev.grok.api.kernel.Operand.Reads;
import dev.grok.api.kernel.Operand.Updates;

/** Counters that live on the device, so that a recorded step can be replayed unchanged. */
public interface CounterKernels {
  /** {@code counter += by}. */
  void increment(@Updates("R") @Ints Tensor counter, int by);

  /**
   * Remembers when a metric first reached a threshold: where {@code first = 0} and {@code metric >=
   * threshold} it becomes {@code steps}. Zero therefore means "not yet", and a state before the
   * first update is never counted.
   *
   * @param first zero at the start
   * @param metric the threshold is rounded to its precision
   * @param steps updates made so far
   */
  void firstCrossing(
      @Updates("R") @Ints Tensor first,
      @Reads("R?") Tensor metric,
      double threshold,
      @Reads("R?") @Ints Tensor steps);

  /**
   * Remembers when a metric first was NaN or infinite: where {@code first = 0} and it is, {@code
   * first} becomes {@code steps}.
   *
   * @param first zero at the start
   * @param steps updates made so far
   */
  void firstNonFinite(
      @Updates("R") @Ints Tensor first,
      @Reads("R?") Tensor metric,
      @Reads("R?") @Ints Tensor steps);
}
