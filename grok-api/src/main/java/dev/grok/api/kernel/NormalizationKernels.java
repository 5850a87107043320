package dev.grok.api.kernel;

import dev.grok.api.Tensor;
import dev.grok.api.kernel.Operand.Of;
import dev.grok.api.kernel.Operand.Reads;
import dev.grok.api.kernel.Operand.Writes;

/** Normalization of rows. */
public interface NormalizationKernels {
  /**
   * Layer normalization (Ba, Kiros, Hinton, 2016) of each row of C channels: with mean m = Σ_C in /
   * C, variance v = Σ_C (in - m)² / C and inverse deviation s = 1 / √(v + epsilon), {@code out =
   * (in - m) s weight + bias}.
   *
   * <p>Two passes, so that v does not cancel; both sums in the sixteen partial sums of {@link
   * ReductionKernels}. A mean that is large beside the deviation costs digits all the same: {@code
   * in - m} errs by (⌈C/16⌉ + 5) ε Σ_C |in| / C.
   *
   * @param mean m
   * @param inverseDeviation s
   */
  void layerNormForward(
      @Writes("R B C") Tensor out,
      @Writes("R B") Tensor mean,
      @Writes("R B") Tensor inverseDeviation,
      @Reads("R? B C") Tensor in,
      @Reads("R? C") Tensor weight,
      @Reads("R? C") Tensor bias,
      double epsilon);

  /**
   * The gradients of {@link #layerNormForward}: with x = (in - mean) inverseDeviation and g = dOut
   * weight, {@code dIn = inverseDeviation (g - Σ_C g / C - x Σ_C g x / C)}, {@code dWeight = Σ_B
   * dOut x}, {@code dBias = Σ_B dOut}.
   *
   * @param dWeight summed over B in ascending order
   * @param dBias summed over B in ascending order
   * @param dInWrite of dIn, which a residual connection adds to
   * @param parametersWrite of dWeight and dBias
   */
  void layerNormBackward(
      @Writes("R B C") Tensor dIn,
      @Writes("R C") Tensor dWeight,
      @Writes("R C") Tensor dBias,
      @Reads("R? B C") Tensor dOut,
      @Reads("R? B C") Tensor in,
      @Reads("R? B") Tensor mean,
      @Reads("R? B") Tensor inverseDeviation,
      @Reads("R? C") Tensor weight,
      @Of("dIn") Write dInWrite,
      @Of({"dWeight", "dBias"}) Write parametersWrite);

  /**
   * Root mean square normalization (Zhang and Sennrich, 2019) of each row of C channels: with
   * inverse root s = 1 / √(Σ_C in² / C + epsilon), {@code out = in s weight}. The sum is that of
   * {@link ReductionKernels}.
   *
   * @param inverseRoot s
   */
  void rmsNormForward(
      @Writes("R B C") Tensor out,
      @Writes("R B") Tensor inverseRoot,
      @Reads("R? B C") Tensor in,
      @Reads("R? C") Tensor weight,
      double epsilon);

  /**
   * The gradients of {@link #rmsNormForward}: with x = in inverseRoot and g = dOut weight, {@code
   * dIn = inverseRoot (g - x Σ_C g x / C)}, {@code dWeight = Σ_B dOut x}.
   *
   * @param dWeight summed over B in ascending order
   * @param dInWrite of dIn, which a residual connection adds to
   */
  void rmsNormBackward(
      @Writes("R B C") Tensor dIn,
      @Writes("R C") Tensor dWeight,
      @Reads("R? B C") Tensor dOut,
      @Reads("R? B C") Tensor in,
      @Reads("R? B") Tensor inverseRoot,
      @Reads("R? C") Tensor weight,
      @Of("dIn") Write dInWrite,
      @Of("dWeight") Write dWeightWrite);
}
