package dev.grok.testkit.call;

import static dev.grok.testkit.call.Tolerances.EPSILON;

import dev.grok.api.kernel.Mask;
import java.util.Arrays;

/**
 * The rows of {@link Tolerances} for attention. With d = C/H and, for query i and key j, the
 * score's terms a = Σ|query||key|/√d, those of the gradients g = Σ|dOut||value| and h =
 * Σ|dOut||out|:
 *
 * <pre>
 * score         (d + 4) ε a                     d fused steps, the scale and its product
 * logSumExp     (d + 4) ε max a + (T + 6) ε     a sum of T exponentials, each of which errs by its
 *                 + ε (|logSumExp| + max a)     score and the difference to the maximum
 * out           (2 (d + 6) max a + 2 T + 16)    weights err as their exponents do, twice since they are
 *                 ε Σ_j p |value|               divided by their sum; T terms of either
 * workspace     (d + 1) ε h                     d fused steps
 * dValue        Σ_i π p |dOut|, with π =        the exponent is score - logSumExp; T terms
 *                 ((d + 5) a + |logSumExp|
 *                 + T + 5) ε
 * dQuery, dKey  Σ (π + (d + 6) ε) p (g + h)     dP and its difference to h are rounded absolutely
 *                 |key or query| / √d
 * </pre>
 */
final class AttentionTolerances {
  private AttentionTolerances() {}

  /** Where the operands of one call lie, and their absolute scores. */
  private static final class Terms {
    final Mask mask;
    final Contents qkv;
    final int batch;
    final int heads;
    final int tokens;
    final int channels;
    final int width;
    final double scale;

    Terms(KernelCall call) {
      mask = call.shape().attribute(Mask.class);
      qkv = call.contents("qkv");
      Contents logSumExp = call.contents("logSumExp");
      batch = logSumExp.shape().axis(1);
      heads = logSumExp.shape().axis(2);
      tokens = logSumExp.shape().axis(3);
      channels = qkv.shape().axis(3) / 3;
      width = channels / heads;
      scale = width == 0 ? 0 : 1 / Math.sqrt(width);
    }

    int out(int b, int h, int token) {
      return (b * tokens + token) * channels + h * width;
    }

    /** Of the query; the key is one C further, the value two. */
    int packed(int b, int h, int token) {
      return (b * tokens + token) * 3 * channels + h * width;
    }

    double score(int r, int b, int h, int i, int j) {
      double sum = 0;
      for (int c = 0; c < width; c++) {
        sum += qkv.at(r, packed(b, h, i) + c) * qkv.at(r, packed(b, h, j) + channels + c);
      }
      return sum * scale;
    }

    double absoluteScore(int r, int b, int h, int i, int j) {
      double sum = 0;
      for (int c = 0; c < width; c++) {
        sum += Math.abs(qkv.at(r, packed(b, h, i) + c) * qkv.at(r, packed(b, h, j) + channels + c));
      }
      return sum * scale;
    }

    double largestAbsoluteScore(int r, int b, int h, int i) {
      double largest = 0;
      for (int j = 0; j < mask.keys(i, tokens); j++) {
        largest = Math.max(largest, absoluteScore(r, b, h, i, j));
      }
      return largest;
    }

    void forEach(int replicas, Row body) {
      for (int r = 0; r < replicas; r++) {
        for (int b = 0; b < batch; b++) {
          for (int h = 0; h < heads; h++) {
            for (int i = 0; i < tokens; i++) {
              body.of(r, b, h, i);
            }
          }
        }
      }
    }
  }

  /** What is done for each query. */
  @FunctionalInterface
  private interface Row {
    void of(int r, int b, int h, int i);
  }

  private static double[] tiny(Contents output) {
    double[] allowed = new double[output.length()];
    Arrays.fill(allowed, Float.MIN_NORMAL);
    return allowed;
  }

  static double[] logSumExp(
      KernelCall call, String output, Outputs expected, Tolerance.Oracle oracle) {
    Terms terms = new Terms(call);
    Contents logs = expected.get(output);
    double[] allowed = tiny(logs);
    int[] next = {0};
    terms.forEach(
        logs.replicas(),
        (r, b, h, i) -> {
          double a = terms.largestAbsoluteScore(r, b, h, i);
          int at = next[0]++;
          double steps = (terms.width + 5) * a + terms.tokens + 6 + Math.abs(logs.at(at));
          allowed[at] += steps * EPSILON;
        });
    return allowed;
  }

  static double[] out(KernelCall call, String output, Outputs expected, Tolerance.Oracle oracle) {
    Terms terms = new Terms(call);
    Contents logs = expected.get("logSumExp");
    double[] allowed = tiny(expected.get(output));
    int[] next = {0};
    terms.forEach(
        logs.replicas(),
        (r, b, h, i) -> {
          double log = logs.at(next[0]++);
          double a = terms.largestAbsoluteScore(r, b, h, i);
          double steps = 2 * (terms.width + 6) * a + 2 * terms.tokens + 16;
          int at = r * terms.batch * terms.tokens * terms.channels + terms.out(b, h, i);
          for (int j = 0; j < terms.mask.keys(i, terms.tokens); j++) {
            double p = Math.exp(terms.score(r, b, h, i, j) - log);
            int value = terms.packed(b, h, j) + 2 * terms.channels;
            for (int c = 0; c < terms.width; c++) {
              allowed[at + c] += steps * EPSILON * p * Math.abs(terms.qkv.at(r, value + c));
            }
          }
        });
    return allowed;
  }

  static double[] workspace(
      KernelCall call, String output, Outputs expected, Tolerance.Oracle oracle) {
    Terms terms = new Terms(call);
    double[] allowed = tiny(expected.get(output));
    int[] next = {0};
    terms.forEach(
        expected.get(output).replicas(),
        (r, b, h, i) ->
            allowed[next[0]++] += (terms.width + 1) * EPSILON * dots(call, terms, r, b, h, i));
    return allowed;
  }

  private static double dots(KernelCall call, Terms terms, int r, int b, int h, int i) {
    double sum = 0;
    for (int c = 0; c < terms.width; c++) {
      int at = terms.out(b, h, i) + c;
      sum += Math.abs(call.contents("dOut").at(r, at) * call.contents("out").at(r, at));
    }
    return sum;
  }

  static double[] dQkv(KernelCall call, String output, Outputs expected, Tolerance.Oracle oracle) {
    Terms terms = new Terms(call);
    Contents dOut = call.contents("dOut");
    double[] allowed = tiny(expected.get(output));
    terms.forEach(
        expected.get(output).replicas(),
        (r, b, h, i) -> {
          int former = r * terms.batch * terms.tokens * 3 * terms.channels;
          int query = terms.packed(b, h, i);
          double log = call.contents("logSumExp").at(r, (b * terms.heads + h) * terms.tokens + i);
          double dot = dots(call, terms, r, b, h, i);
          for (int j = 0; j < terms.mask.keys(i, terms.tokens); j++) {
            int key = terms.packed(b, h, j) + terms.channels;
            int value = key + terms.channels;
            double dP = 0;
            for (int c = 0; c < terms.width; c++) {
              dP += Math.abs(dOut.at(r, terms.out(b, h, i) + c) * terms.qkv.at(r, value + c));
            }
            double p = Math.exp(terms.score(r, b, h, i, j) - log);
            double a = terms.absoluteScore(r, b, h, i, j);
            double steps = (terms.width + 5) * a + Math.abs(log) + terms.tokens + 5;
            double dS = (steps + terms.width + 6) * EPSILON * p * (dP + dot) * terms.scale;
            for (int c = 0; c < terms.width; c++) {
              allowed[former + query + c] += dS * Math.abs(terms.qkv.at(r, key + c));
              allowed[former + key + c] += dS * Math.abs(terms.qkv.at(r, query + c));
              allowed[former + value + c] +=
                  steps * EPSILON * p * Math.abs(dOut.at(r, terms.out(b, h, i) + c));
            }
          }
        });
    return allowed;
  }
}
