package dev.grok.api.kernel;

import dev.grok.api.Tensor;

/** Normalization of rows. */
public interface NormalizationKernels {
  /**
   * Layer normalization (Ba, Kiros, Hinton, 2016) of each row of C channels: with mean m = Σ_C in /
   * C, variance v = Σ_C (in - m)² / C and inverse deviation s = 1 / √(v + epsilon), {@code out =
   * (in - m) s weight + bias}.
   *
   * <pre>
   * out               [R, B, C]   overwritten
   * mean              [R, B]      overwritten: m
   * inverseDeviation  [R, B]      overwritten: s
   * in                [R?, B, C]  read
   * weight            [R?, C]     read
   * bias              [R?, C]     read
   * </pre>
   *
   * <p>Two passes, so that v does not cancel; both sums in the sixteen partial sums of {@link
   * ReductionKernels}. A mean that is large beside the deviation costs digits all the same: {@code
   * in - m} errs by (⌈C/16⌉ + 5) ε Σ_C |in| / C.
   */
  void layerNormForward(
      Tensor out,
      Tensor mean,
      Tensor inverseDeviation,
      Tensor in,
      Tensor weight,
      Tensor bias,
      double epsilon);

  /**
   * The gradients of {@link #layerNormForward}: with x = (in - mean) inverseDeviation and g = dOut
   * weight, {@code dIn = inverseDeviation (g - Σ_C g / C - x Σ_C g x / C)}, {@code dWeight = Σ_B
   * dOut x}, {@code dBias = Σ_B dOut}.
   *
   * <pre>
   * dIn               [R, B, C]   overwritten or accumulated
   * dWeight           [R, C]      overwritten or accumulated, summed over B in ascending order
   * dBias             [R, C]      overwritten or accumulated, summed over B in ascending order
   * dOut              [R?, B, C]  read
   * in                [R?, B, C]  read
   * mean              [R?, B]     read
   * inverseDeviation  [R?, B]     read
   * weight            [R?, C]     read
   * </pre>
   *
   * @param dInWrite of dIn, which a residual connection adds to
   * @param parametersWrite of dWeight and dBias
   */
  void layerNormBackward(
      Tensor dIn,
      Tensor dWeight,
      Tensor dBias,
      Tensor dOut,
      Tensor in,
      Tensor mean,
      Tensor inverseDeviation,
      Tensor weight,
      Write dInWrite,
      Write parametersWrite);
}
