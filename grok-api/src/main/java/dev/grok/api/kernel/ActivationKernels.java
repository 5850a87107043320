package dev.grok.api.kernel;

import dev.grok.api.Tensor;
import dev.grok.api.kernel.Operand.MayBe;
import dev.grok.api.kernel.Operand.Of;
import dev.grok.api.kernel.Operand.Reads;
import dev.grok.api.kernel.Operand.Writes;

/** A bias and an activation in one pass. */
public interface ActivationKernels {
  /**
   * Adds a bias and applies an activation: {@code out = f(in + bias)}.
   *
   * <p>tanh is accurate to 4 ε relative, GELU to 3 ε |in + bias| beside the rounding of the sum.
   */
  void biasActivationForward(
      @Writes("R B C") @MayBe("in") Tensor out,
      @Reads("R? B C") Tensor in,
      @Reads("R? C") Tensor bias,
      Activation activation);

  /**
   * The gradients of {@link #biasActivationForward}: {@code dIn = dOut f'}, {@code dBias = Σ_B
   * dIn}. An activation that {@linkplain Activation#savesInput saves its input} has f' computed
   * from {@code in + bias} and leaves {@code out} alone; any other has it computed from {@code
   * out}, and leaves {@code in} and {@code bias} alone: where the forward pass was in place, out is
   * given for in as well.
   *
   * @param dBias summed over B in ascending order
   * @param in read by those that save their input
   * @param bias read by those that save their input
   * @param out read by the others
   */
  void biasActivationBackward(
      @Writes("R B C") @MayBe("dOut") Tensor dIn,
      @Writes("R C") Tensor dBias,
      @Reads("R? B C") Tensor dOut,
      @Reads("R? B C") Tensor in,
      @Reads("R? C") Tensor bias,
      @Reads("R? B C") Tensor out,
      Activation activation,
      @Of("dBias") Write dBiasWrite);
}
