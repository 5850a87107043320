package dev.grok.testkit.call;

import dev.grok.api.kernel.Lengths;
import dev.grok.api.kernel.Write;
import java.util.List;

/** Calls of {@link dev.grok.api.kernel.NormalizationKernels}. */
public final class NormalizationCalls {
  private static final double EPSILON = 1e-5;

  private static final KernelSpec LAYER_NORM =
      KernelSpec.of("layerNormForward")
          .contents("in", (random, call, axes) -> random.uniform(-2, 3, axes))
          .attribute("epsilon", EPSILON)
          .tolerance("out", NormalizationTolerances.OUT)
          .tolerance("mean", NormalizationTolerances.MEAN)
          .tolerance("inverseDeviation", NormalizationTolerances.INVERSE_DEVIATION)
          .flops(call -> 6 * call.elements("R B C"))
          .typical(lengths(1, 5, 18));

  private static final KernelSpec LAYER_NORM_GRADIENT =
      KernelSpec.of("layerNormBackward")
          .contents("in", (random, call, axes) -> random.uniform(-2, 3, axes))
          .contents("mean", (random, call, axes) -> random.uniform(0, 1, axes))
          .contents("inverseDeviation", (random, call, axes) -> random.uniform(0.5, 2, axes))
          .tolerance("dIn", NormalizationTolerances.D_IN)
          .tolerance("dWeight", NormalizationTolerances.PARAMETERS)
          .tolerance("dBias", NormalizationTolerances.PARAMETERS)
          .flops(call -> 16 * call.elements("R B C"))
          .typical(lengths(1, 5, 18));

  static final List<KernelSpec> SPECS = List.of(LAYER_NORM, LAYER_NORM_GRADIENT);

  private NormalizationCalls() {}

  private static Lengths lengths(int r, int b, int c) {
    return Lengths.replicas(r).with("B", b).with("C", c);
  }

  public static KernelCall layerNorm(int r, int b, int c) {
    return LAYER_NORM.call(lengths(r, b, c));
  }

  public static KernelCall layerNormGradient(int r, int b, int c, Write dIn, Write parameters) {
    return LAYER_NORM_GRADIENT.call(lengths(r, b, c), dIn, parameters);
  }
}
