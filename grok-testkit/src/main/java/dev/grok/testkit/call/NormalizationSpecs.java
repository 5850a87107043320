package dev.grok.testkit.call;

import static dev.grok.testkit.call.Tolerances.EPSILON;
import static dev.grok.testkit.call.Tolerances.eachOf;

import java.util.List;

/**
 * What is known of {@link dev.grok.api.kernel.NormalizationKernels}, and the rows of {@link
 * Tolerances} for them. Rounding is relative to what is added up; so with L = ⌈C/16⌉ + 5, the
 * roundings of a sum in sixteen partial sums:
 *
 * <pre>
 * mean               L ε Σ|in|/C =: m̃             a sum of C terms and a quotient
 * inverseDeviation   ((L + 6) ε / 2 + m̃² s²) s    v errs by L + 4 roundings and, at second order, by
 *                                                  the error of the mean; s by half of that, a root
 *                                                  and a quotient
 * out                (m̃ s + (L + 8) ε |x|) |weight| + ε (|x weight| + |bias|)
 *                                                  in - mean errs by m̃, the factor s as above
 * dIn                (L + 8) ε s (|g| + Σ|g|/C + |x| Σ|g x|/C) + ε |former|
 *                                                  with |x| = (|in| + |mean|) s: differences are
 *                                                  rounded absolutely
 * dWeight, dBias     (B + 4) ε Σ_B |dOut| |x| or Σ_B |dOut|, of the former value too
 *                                                  B additions of a product of three roundings
 * </pre>
 *
 * <p>RMS normalization is the same with a mean of 0: inverseRoot errs by (L + 6) ε s / 2, out by (L
 * + 9) ε |x weight|.
 */
final class NormalizationSpecs {
  private static final Tolerance MEAN =
      (call, output, expected, oracle) -> eachOf(call, output, (r, b) -> meanError(call, r, b));

  private static final Tolerance INVERSE_DEVIATION =
      (call, output, expected, oracle) ->
          eachOf(
              call,
              output,
              (r, b) -> {
                double s = expected.get(output).at(r, b);
                double shift = meanError(call, r, b) * s;
                return ((roundings(call) + 6) * EPSILON / 2 + shift * shift) * s + Float.MIN_NORMAL;
              });

  private static final Tolerance OUT =
      (call, output, expected, oracle) ->
          eachOf(
              call,
              output,
              (r, i) -> {
                int c = channels(call);
                int b = i / c;
                double s = expected.get("inverseDeviation").at(r, b);
                double shift = meanError(call, r, b) * s;
                double x =
                    Math.abs(call.contents("in").at(r, i) - expected.get("mean").at(r, b)) * s;
                double weight = Math.abs(call.contents("weight").at(r, i % c));
                double bias = Math.abs(call.contents("bias").at(r, i % c));
                double factor = (roundings(call) + 8) * EPSILON + shift * shift;
                return (shift + factor * x) * weight
                    + EPSILON * (x * weight + bias)
                    + Float.MIN_NORMAL;
              });

  private static final Tolerance D_IN =
      (call, output, expected, oracle) ->
          eachOf(
              call,
              output,
              (r, i) -> {
                int c = channels(call);
                int b = i / c;
                double meanOfG = 0;
                double meanOfGx = 0;
                for (int j = b * c; j < (b + 1) * c; j++) {
                  meanOfG += isShifted(call) ? g(call, r, j) / c : 0;
                  meanOfGx += g(call, r, j) * x(call, r, b, j) / c;
                }
                double s = scale(call, r, b);
                double terms = g(call, r, i) + meanOfG + x(call, r, b, i) * meanOfGx;
                return (roundings(call) + 8) * EPSILON * s * terms
                    + EPSILON * former(call, output, r, i)
                    + Float.MIN_NORMAL;
              });

  private static final Tolerance PARAMETERS =
      (call, output, expected, oracle) ->
          eachOf(
              call,
              output,
              (r, c) -> {
                int batch = call.shape().length("B");
                double sum = former(call, output, r, c);
                for (int b = 0; b < batch; b++) {
                  int i = b * channels(call) + c;
                  double factor = output.equals("dWeight") ? x(call, r, b, i) : 1;
                  sum += Math.abs(call.contents("dOut").at(r, i)) * factor;
                }
                return (batch + 4) * EPSILON * sum + Float.MIN_NORMAL;
              });

  private static final Tolerance INVERSE_ROOT =
      (call, output, expected, oracle) ->
          eachOf(
              call,
              output,
              (r, b) ->
                  (roundings(call) + 6) * EPSILON / 2 * expected.get(output).at(r, b)
                      + Float.MIN_NORMAL);

  private static final Tolerance RMS_OUT =
      (call, output, expected, oracle) ->
          eachOf(
              call,
              output,
              (r, i) ->
                  (roundings(call) + 9) * EPSILON * Math.abs(expected.get(output).at(r, i))
                      + Float.MIN_NORMAL);

  private static final KernelSpec LAYER_NORM =
      KernelSpec.of("layerNormForward")
          .contents("in", (random, call, axes) -> random.uniform(-2, 3, axes))
          .attribute("epsilon", 1e-5)
          .tolerance("out", OUT)
          .tolerance("mean", MEAN)
          .tolerance("inverseDeviation", INVERSE_DEVIATION)
          .flops(call -> 6 * call.elements("R B C"));

  private static final KernelSpec LAYER_NORM_GRADIENT =
      KernelSpec.of("layerNormBackward")
          .contents("in", (random, call, axes) -> random.uniform(-2, 3, axes))
          .contents("mean", (random, call, axes) -> random.uniform(0, 1, axes))
          .contents("inverseDeviation", (random, call, axes) -> random.uniform(0.5, 2, axes))
          .tolerance("dIn", D_IN)
          .tolerance("dWeight", PARAMETERS)
          .tolerance("dBias", PARAMETERS)
          .flops(call -> 16 * call.elements("R B C"))
          .upTo("C", 207);

  private static final KernelSpec RMS_NORM =
      KernelSpec.of("rmsNormForward")
          .contents("in", (random, call, axes) -> random.uniform(-2, 3, axes))
          .attribute("epsilon", 1e-5)
          .tolerance("out", RMS_OUT)
          .tolerance("inverseRoot", INVERSE_ROOT)
          .flops(call -> 4 * call.elements("R B C"));

  private static final KernelSpec RMS_NORM_GRADIENT =
      KernelSpec.of("rmsNormBackward")
          .contents("in", (random, call, axes) -> random.uniform(-2, 3, axes))
          .contents("inverseRoot", (random, call, axes) -> random.uniform(0.5, 2, axes))
          .tolerance("dIn", D_IN)
          .tolerance("dWeight", PARAMETERS)
          .flops(call -> 12 * call.elements("R B C"))
          .upTo("C", 207);

  static final List<KernelSpec> SPECS =
      List.of(LAYER_NORM, LAYER_NORM_GRADIENT, RMS_NORM, RMS_NORM_GRADIENT);

  private NormalizationSpecs() {}

  private static int channels(KernelCall call) {
    return call.shape().length("C");
  }

  /** L of the table. */
  private static double roundings(KernelCall call) {
    return (channels(call) + 15) / 16 + 5;
  }

  private static double meanError(KernelCall call, int r, int b) {
    int c = channels(call);
    double sum = 0;
    for (int i = 0; i < c; i++) {
      sum += Math.abs(call.contents("in").at(r, b * c + i));
    }
    return roundings(call) * EPSILON * (c == 0 ? 0 : sum / c) + Float.MIN_NORMAL;
  }

  /** Whether rows are shifted by their mean, and not only scaled. */
  private static boolean isShifted(KernelCall call) {
    return call.kernel().startsWith("layerNorm");
  }

  private static double scale(KernelCall call, int r, int b) {
    return Math.abs(call.contents(isShifted(call) ? "inverseDeviation" : "inverseRoot").at(r, b));
  }

  /** |x|, its difference taken absolutely. */
  private static double x(KernelCall call, int r, int b, int i) {
    double mean = isShifted(call) ? Math.abs(call.contents("mean").at(r, b)) : 0;
    return (Math.abs(call.contents("in").at(r, i)) + mean) * scale(call, r, b);
  }

  private static double g(KernelCall call, int r, int i) {
    return Math.abs(
        call.contents("dOut").at(r, i) * call.contents("weight").at(r, i % channels(call)));
  }

  private static double former(KernelCall call, String output, int r, int i) {
    return call.shape().updates(output) ? Math.abs(call.contents(output).at(r, i)) : 0;
  }
}
