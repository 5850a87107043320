package dev.grok.testkit;

import static dev.grok.testkit.Tolerances.EPSILON;
import static dev.grok.testkit.Tolerances.eachOf;

import dev.grok.testkit.KernelCall.Role;

/**
 * The rows of {@link Tolerances} for layer normalization. Rounding is relative to what is added up;
 * so with L = ⌈C/16⌉ + 5, the roundings of a sum in sixteen partial sums:
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
 */
final class NormalizationTolerances {
  private NormalizationTolerances() {}

  private static double roundings(int c) {
    return (c + 15) / 16 + 5;
  }

  private static double meanError(KernelCall call, int r, int b, int c) {
    double sum = 0;
    for (int i = 0; i < c; i++) {
      sum += Math.abs(call.values("in").at(r, b * c + i));
    }
    return roundings(c) * EPSILON * (c == 0 ? 0 : sum / c) + Float.MIN_NORMAL;
  }

  static Tolerance mean(int c) {
    return (call, output, expected, oracle) ->
        eachOf(call, output, (r, b) -> meanError(call, r, b, c));
  }

  static Tolerance inverseDeviation(int c) {
    return (call, output, expected, oracle) ->
        eachOf(
            call,
            output,
            (r, b) -> {
              double s = expected.get(output).at(r, b);
              double shift = meanError(call, r, b, c) * s;
              return ((roundings(c) + 6) * EPSILON / 2 + shift * shift) * s + Float.MIN_NORMAL;
            });
  }

  static Tolerance out(int c) {
    return (call, output, expected, oracle) ->
        eachOf(
            call,
            output,
            (r, i) -> {
              int b = i / c;
              double s = expected.get("inverseDeviation").at(r, b);
              double shift = meanError(call, r, b, c) * s;
              double x = Math.abs(call.values("in").at(r, i) - expected.get("mean").at(r, b)) * s;
              double weight = Math.abs(call.values("weight").at(r, i % c));
              double bias = Math.abs(call.values("bias").at(r, i % c));
              double factor = (roundings(c) + 8) * EPSILON + shift * shift;
              return (shift + factor * x) * weight
                  + EPSILON * (x * weight + bias)
                  + Float.MIN_NORMAL;
            });
  }

  /** |x|, its difference taken absolutely. */
  private static double x(KernelCall call, int r, int b, int i) {
    double mean = Math.abs(call.values("mean").at(r, b));
    double s = Math.abs(call.values("inverseDeviation").at(r, b));
    return (Math.abs(call.values("in").at(r, i)) + mean) * s;
  }

  private static double g(KernelCall call, int r, int i, int c) {
    return Math.abs(call.values("dOut").at(r, i) * call.values("weight").at(r, i % c));
  }

  private static double former(KernelCall call, String output, int r, int i) {
    return call.operand(output).role() == Role.UPDATED ? Math.abs(call.values(output).at(r, i)) : 0;
  }

  static Tolerance dIn(int c) {
    return (call, output, expected, oracle) ->
        eachOf(
            call,
            output,
            (r, i) -> {
              int b = i / c;
              double meanOfG = 0;
              double meanOfGx = 0;
              for (int j = b * c; j < (b + 1) * c; j++) {
                meanOfG += g(call, r, j, c) / c;
                meanOfGx += g(call, r, j, c) * x(call, r, b, j) / c;
              }
              double s = Math.abs(call.values("inverseDeviation").at(r, b));
              double terms = g(call, r, i, c) + meanOfG + x(call, r, b, i) * meanOfGx;
              return (roundings(c) + 8) * EPSILON * s * terms
                  + EPSILON * former(call, output, r, i)
                  + Float.MIN_NORMAL;
            });
  }

  static Tolerance parameters(int batch) {
    return (call, output, expected, oracle) ->
        eachOf(
            call,
            output,
            (r, c) -> {
              int channels = call.values(output).perReplica();
              double sum = former(call, output, r, c);
              for (int b = 0; b < batch; b++) {
                int i = b * channels + c;
                double factor = output.equals("dWeight") ? x(call, r, b, i) : 1;
                sum += Math.abs(call.values("dOut").at(r, i)) * factor;
              }
              return (batch + 4) * EPSILON * sum + Float.MIN_NORMAL;
            });
  }
}
