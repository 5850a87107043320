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
   * <p>tanh is accurate to 4 ε relative.
   */
  void biasActivationForward(Tensor out, Tensor in, Tensor bias, Activation activation);

  /**
   * The gradients of {@link #biasActivationForward}: {@code dIn = dOut f'}, {@code dBias = Σ_B
   * dIn}, with f' computed from {@code out}.
   *
   * <pre>
   * dIn    [R, B, C]   overwritten; may be dOut
   * dBias  [R, C]      overwritten or accumulated, summed over B in ascending order
   * dOut   [R?, B, C]  read
   * out    [R?, B, C]  read
   * </pre>
   */
  void biasActivationBackward(
      Tensor dIn, Tensor dBias, Tensor dOut, Tensor out, Activation activation, Write dBiasWrite);
}
