package dev.grok.api.kernel;

import dev.grok.api.Tensor;

/** A bias and an activation in one pass. */
public interface ActivationKernels {
  /**
   * Adds a bias and applies an activation: {@code out = f(in + bias)}.
   *
   * <pre>
   * out   [R, B, C]   overwritten; may be in
   * in    [R?, B, C]  read
   * bias  [R?, C]     read
   * </pre>
   *
   * <p>tanh is accurate to 4 ε relative, GELU to 3 ε |in + bias| beside the rounding of the sum.
   */
  void biasActivationForward(Tensor out, Tensor in, Tensor bias, Activation activation);

  /**
   * The gradients of {@link #biasActivationForward}: {@code dIn = dOut f'}, {@code dBias = Σ_B
   * dIn}. An activation that {@linkplain Activation#savesInput saves its input} has f' computed
   * from {@code in + bias} and leaves {@code out} alone; any other has it computed from {@code
   * out}, and leaves {@code in} and {@code bias} alone: where the forward pass was in place, out is
   * given for in as well.
   *
   * <pre>
   * dIn    [R, B, C]   overwritten; may be dOut
   * dBias  [R, C]      overwritten or accumulated, summed over B in ascending order
   * dOut   [R?, B, C]  read
   * in     [R?, B, C]  read by those that save their input
   * bias   [R?, C]     read by those that save their input
   * out    [R?, B, C]  read by the others
   * </pre>
   */
  void biasActivationBackward(
      Tensor dIn,
      Tensor dBias,
      Tensor dOut,
      Tensor in,
      Tensor bias,
      Tensor out,
      Activation activation,
      Write dBiasWrite);
}
