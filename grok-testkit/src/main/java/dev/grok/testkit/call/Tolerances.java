package dev.grok.testkit.call;

import dev.grok.api.kernel.Activation;
import dev.grok.api.kernel.AdamRates;
import dev.grok.api.kernel.SgdRates;
import dev.grok.api.kernel.WeightDecay;
import java.util.Arrays;
import java.util.function.IntToDoubleFunction;
import java.util.function.ToIntFunction;

/**
 * How far a float32 backend may be from the float64 reference, for the same float32 inputs: one
 * formula a kernel, with its reason. ε is 2⁻²³, the distance of 1 from the next float32, so one
 * correct rounding errs by at most ε/2 relative. |kernel| is the same kernel applied to absolute
 * values, which is what rounding errors of sums of products are proportional to.
 *
 * <pre>
 * kernel                       allowed difference          reason
 * copy, fill, ints             0                           nothing is computed
 * add, multiply, divide,       ½ ulp                       IEEE 754 prescribes the result
 *   scale, addScaled
 * accuracies                   ½ ulp                       one quotient of two integers
 * matmul                       K ε |matmul|                K fused steps of ε/2; accumulating is one more
 * embeddingForward             (T - 1) ε |kernel|          T - 1 additions; a gather is exact
 * embeddingBackward            B T ε |kernel|              at most B T additions
 * sum, dot                     (⌈n/16⌉ + 5) ε |kernel|     the prescribed sixteen partial sums
 * biasActivationForward        ½ ulp; tanh 5 ε |out|       4 ε for tanh, 1 for in + bias (tanh does not
 *                                                          magnify relative errors)
 *                              leaky ReLU 2 ε |out|        the sum, the slope and the product
 *                              GELU 4 ε |in + bias|        3 ε, and the sum's ½ ε times a slope < 1.2
 * biasActivationBackward dIn   0; tanh 2 ε |dOut|          1 - out² is rounded twice, absolutely
 *                              leaky ReLU ε |dOut|         the slope and the product
 *                              GELU 6 ε |dOut|             Φ to 2 ε and x φ to 2 ε absolutely (x² φ < 0.3
 *                                                          of φ's exponent), a sum, a product, and the
 *                                                          sum's ½ ε |x| times f'' (|x f''| < 0.8)
 *                        dBias (B + 7) ε Σ|dOut|           B additions of these (|f'| < 1.2)
 * meanSquaredErrorForward      (B D + 4) ε loss            B D additions of positive terms
 * meanSquaredErrorBackward     4 ε |dPredictions|          a difference, two products, a quotient
 * softmaxCrossEntropyForward   (V + 8 + 4 max|logits|      V terms of an exp of 2 ulp, a log, logits
 *                                + (B + 1) loss) ε         rounded absolutely; B additions
 * softmaxCrossEntropyBackward  ((V + 8 + 2 |z - max|) p    as forward, relative to the softmax p; the
 *                                + 2 onehot) ε |dLoss|/B   difference to 1 is rounded absolutely
 * adam m                       4 ε (|m| + |g| + w|p|)      a difference, a product, a sum, L2's product
 *      v                       4 ε (β₂ v + (1 - β₂)        the same, squared
 *                                (|g| + w|p|)²)
 *      parameter               2 ε |p| + the errors of m   first order propagation; 8 ε for the two bias
 *                                and v + 8 ε |step|        corrections, root, quotients
 * sgd buffer                   3 ε (μ|b| + |g| + w|p|)     two products, two sums
 *     parameter                2 ε |p| + η (its error)     a product and a difference more
 *                                + 2 ε η |b|
 * </pre>
 *
 * <p>{@link Float#MIN_NORMAL} is added throughout where something is computed: a backend may flush
 * subnormal numbers to zero.
 */
final class Tolerances {
  static final double EPSILON = 0x1.0p-23;

  static final Tolerance EXACT =
      (call, output, expected, oracle) -> elementwise(call, output, i -> 0);

  /** Of a workspace. */
  static final Tolerance UNSPECIFIED =
      (call, output, expected, oracle) -> elementwise(call, output, i -> Double.POSITIVE_INFINITY);

  static final Tolerance ROUNDED_ONCE =
      (call, output, expected, oracle) ->
          elementwise(call, output, i -> halfUlp(expected.get(output).at(i)));

  private Tolerances() {}

  /** {@code steps ε |kernel|}: sums of products in at most so many roundings an element. */
  static Tolerance sums(ToIntFunction<CallShape> roundings) {
    return (call, output, expected, oracle) -> {
      int steps = roundings.applyAsInt(call.shape());
      Contents magnitudes = oracle.outputs(call.magnitudes()).get(output);
      return elementwise(call, output, i -> steps * EPSILON * magnitudes.at(i) + tiny(steps));
    };
  }

  /** Of a sum over everything but the replicas, in sixteen partial sums. */
  static final Tolerance LANES = sums(call -> ((int) call.elements("...") + 15) / 16 + 5);

  /** {@code factor ε |result|}. */
  static Tolerance relative(ToIntFunction<CallShape> roundings) {
    return (call, output, expected, oracle) -> {
      int factor = roundings.applyAsInt(call.shape());
      return elementwise(
          call,
          output,
          i -> factor * EPSILON * Math.abs(expected.get(output).at(i)) + tiny(factor));
    };
  }

  static final Tolerance ACTIVATION =
      (call, output, expected, oracle) ->
          switch (call.shape().attribute(Activation.class)) {
            case IDENTITY, RELU -> ROUNDED_ONCE.allowed(call, output, expected, oracle);
            case LEAKY_RELU -> relative(shape -> 2).allowed(call, output, expected, oracle);
            case TANH -> relative(shape -> 5).allowed(call, output, expected, oracle);
            case GELU -> gelu(call, output);
          };

  private static double[] gelu(KernelCall call, String output) {
    return eachOf(
        call,
        output,
        (r, i) -> {
          double bias = call.contents("bias").at(r, i % call.contents("bias").perReplica());
          return 4 * EPSILON * Math.abs(call.contents("in").at(r, i) + bias) + tiny(1);
        });
  }

  static final Tolerance ACTIVATION_GRADIENT =
      (call, output, expected, oracle) -> {
        int factor =
            switch (call.shape().attribute(Activation.class)) {
              case IDENTITY, RELU -> 0;
              case LEAKY_RELU -> 1;
              case TANH -> 2;
              case GELU -> 6;
            };
        return eachOf(
            call,
            output,
            (r, i) -> factor * EPSILON * Math.abs(call.contents("dOut").at(r, i)) + tiny(factor));
      };

  static final Tolerance BIAS_GRADIENT =
      (call, output, expected, oracle) ->
          eachOf(
              call,
              output,
              (r, c) -> {
                int channels = call.contents("dBias").perReplica();
                double sum = 0;
                for (int b = 0; b < call.shape().length("B"); b++) {
                  sum += Math.abs(call.contents("dOut").at(r, b * channels + c));
                }
                if (call.shape().updates("dBias")) {
                  sum += Math.abs(call.contents("dBias").at(r, c));
                }
                return (call.shape().length("B") + 7) * EPSILON * sum
                    + tiny(call.shape().length("B"));
              });

  static final Tolerance CROSS_ENTROPY =
      (call, output, expected, oracle) ->
          eachOf(
              call,
              output,
              (r, i) -> {
                double largest = 0;
                for (int j = 0; j < call.shape().length("B") * call.shape().length("V"); j++) {
                  largest = Math.max(largest, Math.abs(call.contents("logits").at(r, j)));
                }
                double loss = Math.abs(expected.get(output).at(r, i));
                return EPSILON
                    * (call.shape().length("V")
                        + 8
                        + 4 * largest
                        + (call.shape().length("B") + 1) * loss);
              });

  static final Tolerance CROSS_ENTROPY_GRADIENT =
      (call, output, expected, oracle) ->
          eachOf(
              call,
              output,
              (r, i) -> {
                int b = i / call.shape().length("V");
                double dLoss = Math.abs(call.contents("dLoss").at(r, 0));
                double oneHot =
                    call.contents("labels").at(r, b) == i % call.shape().length("V") ? 1 : 0;
                double softmax =
                    Math.abs(expected.get(output).at(r, i)) * call.shape().length("B") / dLoss
                        + oneHot;
                Contents logits = call.contents("logits");
                double max = Double.NEGATIVE_INFINITY;
                for (int v = 0; v < call.shape().length("V"); v++) {
                  max = Math.max(max, logits.at(r, b * call.shape().length("V") + v));
                }
                double distance = max - logits.at(r, i);
                double errors =
                    (call.shape().length("V") + 8 + 2 * distance) * softmax + 2 * oneHot;
                return EPSILON * errors * dLoss / call.shape().length("B") + Float.MIN_NORMAL;
              });

  static final Tolerance ADAM_MOMENT =
      (call, output, expected, oracle) ->
          eachOf(call, output, (r, i) -> adamMomentError(call, r, i));

  static final Tolerance ADAM_VARIANCE =
      (call, output, expected, oracle) ->
          eachOf(call, output, (r, i) -> adamVarianceError(call, r, i));

  static final Tolerance ADAM_PARAMETER =
      (call, output, expected, oracle) ->
          eachOf(
              call,
              output,
              (r, i) -> {
                Contents rates = call.contents("rates");
                double t = call.contents("steps").at(r, 0) + 1;
                double beta1 = 1 - rates.at(r, AdamRates.ONE_MINUS_BETA1);
                double beta2 = 1 - rates.at(r, AdamRates.ONE_MINUS_BETA2);
                double v = expected.get("v").at(r, i);
                double root = Math.sqrt(v) / Math.sqrt(1 - Math.pow(beta2, t));
                double gain =
                    rates.at(r, AdamRates.LEARNING_RATE)
                        / (1 - Math.pow(beta1, t))
                        / (root + rates.at(r, AdamRates.EPSILON));
                double step = gain * Math.abs(expected.get("m").at(r, i));
                double relative =
                    8 * EPSILON + (v == 0 ? 0 : adamVarianceError(call, r, i) / (2 * v));
                return 2 * EPSILON * Math.abs(call.contents("parameter").at(r, i))
                    + (Double.isFinite(gain) ? gain * adamMomentError(call, r, i) : 0)
                    + relative * step
                    + Float.MIN_NORMAL;
              });

  private static double adamMomentError(KernelCall call, int r, int i) {
    double m = Math.abs(call.contents("m").at(r, i));
    double w = call.contents("rates").at(r, AdamRates.WEIGHT_DECAY);
    return 4 * EPSILON * (m + gradientScale(call, w, r, i)) + Float.MIN_NORMAL;
  }

  private static double adamVarianceError(KernelCall call, int r, int i) {
    double oneMinusBeta2 = call.contents("rates").at(r, AdamRates.ONE_MINUS_BETA2);
    double w = call.contents("rates").at(r, AdamRates.WEIGHT_DECAY);
    double g = gradientScale(call, w, r, i);
    double v = call.contents("v").at(r, i);
    return 4 * EPSILON * ((1 - oneMinusBeta2) * v + oneMinusBeta2 * g * g) + Float.MIN_NORMAL;
  }

  private static double gradientScale(KernelCall call, double w, int r, int i) {
    double p =
        call.shape().attribute(WeightDecay.class) == WeightDecay.L2
            ? w * Math.abs(call.contents("parameter").at(r, i))
            : 0;
    return Math.abs(call.contents("gradient").at(r, i)) + p;
  }

  static final Tolerance SGD_BUFFER =
      (call, output, expected, oracle) ->
          eachOf(call, output, (r, i) -> sgdBufferError(call, r, i));

  static final Tolerance SGD_PARAMETER =
      (call, output, expected, oracle) ->
          eachOf(
              call,
              output,
              (r, i) -> {
                double eta = call.contents("rates").at(r, SgdRates.LEARNING_RATE);
                double b = Math.abs(expected.get("buffer").at(r, i));
                return 2 * EPSILON * Math.abs(call.contents("parameter").at(r, i))
                    + eta * sgdBufferError(call, r, i)
                    + 2 * EPSILON * eta * b
                    + Float.MIN_NORMAL;
              });

  private static double sgdBufferError(KernelCall call, int r, int i) {
    double mu = call.contents("rates").at(r, SgdRates.MOMENTUM);
    double w = call.contents("rates").at(r, SgdRates.WEIGHT_DECAY);
    double b = Math.abs(call.contents("buffer").at(r, i));
    return 3 * EPSILON * (mu * b + gradientScale(call, w, r, i)) + Float.MIN_NORMAL;
  }

  private static double tiny(int steps) {
    return steps == 0 ? 0 : Float.MIN_NORMAL;
  }

  /** A hair more than half a unit in the last place: the expected value is itself rounded. */
  private static double halfUlp(double expected) {
    return Math.ulp((float) expected) * 0.5 * (1 + 0x1.0p-20);
  }

  /** The allowed difference of element i of replica r. */
  @FunctionalInterface
  interface ElementOf {
    double at(int r, int i);
  }

  static double[] eachOf(KernelCall call, String output, ElementOf allowed) {
    int n = call.contents(output).perReplica();
    return elementwise(call, output, i -> allowed.at(i / n, i % n));
  }

  private static double[] elementwise(KernelCall call, String output, IntToDoubleFunction allowed) {
    double[] result = new double[call.contents(output).length()];
    Arrays.setAll(result, allowed);
    return result;
  }
}
