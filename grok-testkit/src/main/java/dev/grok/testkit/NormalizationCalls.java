package dev.grok.testkit;

import dev.grok.api.kernel.Write;

/** Calls of {@link dev.grok.api.kernel.NormalizationKernels}. */
final class NormalizationCalls {
  private static final double EPSILON = 1e-5;

  private NormalizationCalls() {}

  static KernelCall layerNorm(int r, int b, int c) {
    Draw draw = new Draw(b + 31L * c);
    return KernelCall.of("layerNormForward")
        .overwritten("out", NormalizationTolerances.out(c), r, b, c)
        .overwritten("mean", NormalizationTolerances.mean(c), r, b)
        .overwritten("inverseDeviation", NormalizationTolerances.inverseDeviation(c), r, b)
        .read("in", draw.uniform(-2, 3, r, b, c))
        .read("weight", draw.floats(r, c))
        .read("bias", draw.floats(r, c))
        .calls(
            (kernels, t) -> kernels.layerNormForward(t[0], t[1], t[2], t[3], t[4], t[5], EPSILON));
  }

  static KernelCall layerNormGradient(int r, int b, int c, Write dIn, Write parameters) {
    Draw draw = new Draw(b + 31L * c);
    KernelCall call = KernelCall.of("layerNormBackward");
    call = output(call, "dIn", NormalizationTolerances.dIn(c), dIn, draw.floats(r, b, c));
    Tolerance sums = NormalizationTolerances.parameters(b);
    call = output(call, "dWeight", sums, parameters, draw.floats(r, c));
    call = output(call, "dBias", sums, parameters, draw.floats(r, c));
    return call.read("dOut", draw.floats(r, b, c))
        .read("in", draw.uniform(-2, 3, r, b, c))
        .read("mean", draw.uniform(0, 1, r, b))
        .read("inverseDeviation", draw.uniform(0.5, 2, r, b))
        .read("weight", draw.floats(r, c))
        .calls(
            dIn + " " + parameters,
            (kernels, t) ->
                kernels.layerNormBackward(
                    t[0], t[1], t[2], t[3], t[4], t[5], t[6], t[7], dIn, parameters));
  }

  private static KernelCall output(
      KernelCall call, String name, Tolerance tolerance, Write write, Values former) {
    return write == Write.OVERWRITE
        ? call.overwritten(name, tolerance, former.shape().toArray())
        : call.updated(name, tolerance, former);
  }
}
