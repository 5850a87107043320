package dev.grok.testkit;

import dev.grok.api.MemoryScope;
import dev.grok.api.Tensor;
import dev.grok.api.kernel.Activation;
import dev.grok.api.kernel.Kernels;
import dev.grok.api.kernel.Mask;
import dev.grok.api.kernel.Transpose;
import dev.grok.api.kernel.WeightDecay;
import dev.grok.api.kernel.Write;
import java.util.LinkedHashMap;
import java.util.Map;

/** At least one wrong call of every kernel, by the sentence that it must raise. */
final class WrongCalls {
  private final MemoryScope scope;

  WrongCalls(MemoryScope scope) {
    this.scope = scope;
  }

  private Tensor f(int... axes) {
    return scope.floats("f", axes);
  }

  private Tensor i(int... axes) {
    return scope.ints("i", axes);
  }

  Map<String, Runnable> sentences(Kernels k) {
    Map<String, Runnable> calls = new LinkedHashMap<>();
    layers(k, calls);
    attention(k, calls);
    losses(k, calls);
    optimizers(k, calls);
    elementwise(k, calls);
    devices(k, calls);
    return calls;
  }

  private void layers(Kernels k, Map<String, Runnable> calls) {
    calls.put(
        "matmul: inner dimensions differ: a [4, 32, 64] has K=64, b [4, 48, 10] has K=48",
        () -> k.matmul(f(4, 32, 10), f(4, 32, 64), f(4, 48, 10), Transpose.NONE, Write.OVERWRITE));
    calls.put(
        "matmul: inner dimensions differ: a [4, 64, 32] has K=64, b [4, 10, 48] has K=48",
        () -> k.matmul(f(4, 32, 10), f(4, 64, 32), f(4, 10, 48), Transpose.BOTH, Write.OVERWRITE));
    calls.put(
        "matmul: rows differ: a [1, 3, 4] has M=3, c [2, 5, 6] has M=5",
        () -> k.matmul(f(2, 5, 6), f(1, 3, 4), f(2, 4, 6), Transpose.NONE, Write.OVERWRITE));
    calls.put(
        "matmul: columns differ: b [2, 4, 6] has N=6, c [2, 3, 7] has N=7",
        () -> k.matmul(f(2, 3, 7), f(2, 3, 4), f(2, 4, 6), Transpose.NONE, Write.OVERWRITE));
    calls.put(
        "matmul: replicas differ: a [3, 3, 4] has R=3, b [2, 4, 6] has R=2",
        () -> k.matmul(f(3, 3, 6), f(3, 3, 4), f(2, 4, 6), Transpose.NONE, Write.OVERWRITE));
    calls.put(
        "matmul: replicas differ: a [3, 3, 4] has R=3, c [1, 3, 6] has R=1",
        () -> k.matmul(f(1, 3, 6), f(3, 3, 4), f(1, 4, 6), Transpose.NONE, Write.OVERWRITE));
    calls.put(
        "matmul: a [3, 4] has 2 axes, not those of [R?, M, K]",
        () -> k.matmul(f(1, 3, 6), f(3, 4), f(1, 4, 6), Transpose.NONE, Write.OVERWRITE));
    calls.put(
        "biasActivationForward: channels differ: out [2, 3, 4] has C=4, bias [2, 5] has C=5",
        () -> k.biasActivationForward(f(2, 3, 4), f(2, 3, 4), f(2, 5), Activation.RELU));
    calls.put(
        "biasActivationBackward: batch sizes differ: dIn [2, 3, 4] has B=3, out [2, 2, 4] has B=2",
        () ->
            k.biasActivationBackward(
                f(2, 3, 4),
                f(2, 4),
                f(2, 3, 4),
                f(2, 3, 4),
                f(2, 4),
                f(2, 2, 4),
                Activation.RELU,
                Write.OVERWRITE));
    calls.put(
        "biasActivationBackward: replicas differ: dIn [2, 3, 4] has R=2, dBias [1, 4] has R=1",
        () ->
            k.biasActivationBackward(
                f(2, 3, 4),
                f(1, 4),
                f(2, 3, 4),
                f(2, 3, 4),
                f(2, 4),
                f(2, 3, 4),
                Activation.RELU,
                Write.OVERWRITE));
    calls.put(
        "biasActivationBackward: channels differ: dIn [2, 3, 4] has C=4, in [2, 3, 5] has C=5",
        () ->
            k.biasActivationBackward(
                f(2, 3, 4),
                f(2, 4),
                f(2, 3, 4),
                f(2, 3, 5),
                f(2, 4),
                f(2, 3, 4),
                Activation.GELU,
                Write.OVERWRITE));
    calls.put(
        "embeddingForward: channels differ: out [2, 3, 4] has C=4, table [1, 9, 5] has C=5",
        () -> k.embeddingForward(f(2, 3, 4), f(1, 9, 5), i(2, 3, 2)));
    calls.put(
        "embeddingForward: ids [2, 3, 2] is FLOAT32, not INT32",
        () -> k.embeddingForward(f(2, 3, 4), f(1, 9, 4), f(2, 3, 2)));
    calls.put(
        "embeddingBackward: batch sizes differ: dOut [2, 3, 4] has B=3, ids [2, 5, 2] has B=5",
        () -> k.embeddingBackward(f(2, 9, 4), f(2, 3, 4), i(2, 5, 2), Write.OVERWRITE));
    calls.put(
        "gatherInts: tokens differ: out [2, 3, 4] has T=4, table [1, 9, 5] has T=5",
        () -> k.gatherInts(i(2, 3, 4), i(1, 9, 5), i(2, 3)));
  }

  private void attention(Kernels k, Map<String, Runnable> calls) {
    calls.put(
        "layerNormForward: channels differ: out [2, 3, 4] has C=4, weight [1, 5] has C=5",
        () -> k.layerNormForward(f(2, 3, 4), f(2, 3), f(2, 3), f(2, 3, 4), f(1, 5), f(1, 4), 0));
    calls.put(
        "layerNormForward: batch sizes differ: out [2, 3, 4] has B=3, mean [2, 4] has B=4",
        () -> k.layerNormForward(f(2, 3, 4), f(2, 4), f(2, 3), f(2, 3, 4), f(1, 4), f(1, 4), 0));
    calls.put(
        "layerNormBackward: replicas differ: dIn [2, 3, 4] has R=2, dBias [1, 4] has R=1",
        () ->
            k.layerNormBackward(
                f(2, 3, 4),
                f(2, 4),
                f(1, 4),
                f(2, 3, 4),
                f(2, 3, 4),
                f(2, 3),
                f(2, 3),
                f(1, 4),
                Write.OVERWRITE,
                Write.OVERWRITE));
    calls.put(
        "attentionForward: qkv [2, 3, 5, 16] must be [R?, B, T, 3C]",
        () -> k.attentionForward(f(2, 3, 5, 4), f(2, 3, 2, 5), f(2, 3, 5, 16), Mask.NONE));
    calls.put(
        "attentionForward: channels differ: out [2, 3, 5, 4] has C=4, qkv [2, 3, 5, 15] has C=5",
        () -> k.attentionForward(f(2, 3, 5, 4), f(2, 3, 2, 5), f(2, 3, 5, 15), Mask.NONE));
    calls.put(
        "attentionForward: heads do not divide the channels: logSumExp [2, 3, 3, 5] has H=3, out [2,"
            + " 3, 5, 4] has C=4",
        () -> k.attentionForward(f(2, 3, 5, 4), f(2, 3, 3, 5), f(2, 3, 5, 12), Mask.NONE));
    calls.put(
        "attentionForward: heads do not divide the channels: logSumExp [2, 3, 0, 5] has H=0, out [2,"
            + " 3, 5, 4] has C=4",
        () -> k.attentionForward(f(2, 3, 5, 4), f(2, 3, 0, 5), f(2, 3, 5, 12), Mask.NONE));
    calls.put(
        "attentionBackward: heads differ: workspace [2, 3, 4, 5] has H=4, logSumExp [2, 3, 2, 5] has"
            + " H=2",
        () ->
            k.attentionBackward(
                f(2, 3, 5, 12),
                f(2, 3, 4, 5),
                f(2, 3, 5, 4),
                f(2, 3, 5, 4),
                f(2, 3, 2, 5),
                f(2, 3, 5, 12),
                Mask.NONE));
    calls.put(
        "embeddingProductForward: dimensions differ: out [2, 3, 4, 4] has D=4, table [1, 9, 4, 5] has"
            + " D=5",
        () -> k.embeddingProductForward(f(2, 3, 4, 4), f(1, 9, 4, 5), i(2, 3, 2)));
    calls.put(
        "embeddingProductForward: ids [2, 3, 3] must be [R?, B, 2]",
        () -> k.embeddingProductForward(f(2, 3, 4, 4), f(1, 9, 4, 4), i(2, 3, 3)));
    calls.put(
        "embeddingProductBackward: vocabularies differ: dTable [2, 8, 4, 4] has V=8, table [1, 9, 4,"
            + " 4] has V=9",
        () ->
            k.embeddingProductBackward(
                f(2, 8, 4, 4), f(2, 3, 4, 4), f(1, 9, 4, 4), i(2, 3, 2), Write.OVERWRITE));
  }

  private void losses(Kernels k, Map<String, Runnable> calls) {
    calls.put(
        "meanSquaredErrorForward: dimensions differ: predictions [2, 3, 4] has D=4, targets [2, 3, 5]"
            + " has D=5",
        () -> k.meanSquaredErrorForward(f(2), f(2, 3, 4), f(2, 3, 5)));
    calls.put(
        "meanSquaredErrorBackward: replicas differ: dPredictions [3, 3, 4] has R=3, dLoss [2] has"
            + " R=2",
        () -> k.meanSquaredErrorBackward(f(3, 3, 4), f(2), f(3, 3, 4), f(3, 3, 4)));
    calls.put(
        "softmaxCrossEntropyForward: batch sizes differ: logits [2, 3, 4] has B=3, labels [2, 5] has"
            + " B=5",
        () -> k.softmaxCrossEntropyForward(f(2), f(2, 3, 4), i(2, 5)));
    calls.put(
        "softmaxCrossEntropyBackward: vocabularies differ: dLogits [2, 3, 4] has V=4, logits [2, 3,"
            + " 5] has V=5",
        () -> k.softmaxCrossEntropyBackward(f(2, 3, 4), f(2), f(2, 3, 5), i(2, 3)));
    calls.put(
        "nearestTargetAccuracy: dimensions differ: predictions [2, 3, 4] has D=4, targets [1, 9, 5]"
            + " has D=5",
        () -> k.nearestTargetAccuracy(f(2), f(2, 3, 4), f(1, 9, 5), i(2, 3)));
    calls.put(
        "argMaxAccuracy: batch sizes differ: logits [2, 3, 4] has B=3, labels [1, 5] has B=5",
        () -> k.argMaxAccuracy(f(2), f(2, 3, 4), i(1, 5)));
  }

  private void optimizers(Kernels k, Map<String, Runnable> calls) {
    calls.put(
        "adam: shapes differ: parameter [2, 3, 4] has ...=[3, 4], gradient [2, 3, 5] has ...=[3, 5]",
        () ->
            k.adam(
                f(2, 3, 4), f(2, 3, 4), f(2, 3, 4), f(2, 3, 5), i(2), f(2, 5), WeightDecay.NONE));
    calls.put(
        "adam: replicas differ: parameter [2, 3] has R=2, gradient [1, 3] has R=1",
        () -> k.adam(f(2, 3), f(2, 3), f(2, 3), f(1, 3), i(2), f(2, 5), WeightDecay.NONE));
    calls.put(
        "adam: rates [2, 3] must be [R?, 5]",
        () -> k.adam(f(2, 3), f(2, 3), f(2, 3), f(2, 3), i(2), f(2, 3), WeightDecay.NONE));
    calls.put(
        "sgd: rates [2, 5] must be [R?, 3]",
        () -> k.sgd(f(2, 3), f(2, 3), f(2, 3), f(2, 5), WeightDecay.NONE));
  }

  private void elementwise(Kernels k, Map<String, Runnable> calls) {
    calls.put("fill: out [2] is INT32, not FLOAT32", () -> k.fill(i(2), 1));
    calls.put(
        "copy: shapes differ: out [2, 3] has ...=3, in [2, 4] has ...=4",
        () -> k.copy(f(2, 3), f(2, 4)));
    calls.put(
        "add: replicas differ: out [2, 3] has R=2, b [3, 3] has R=3",
        () -> k.add(f(2, 3), f(2, 3), f(3, 3)));
    calls.put(
        "multiply: shapes differ: out [2, 3] has ...=3, b [2, 3, 1] has ...=[3, 1]",
        () -> k.multiply(f(2, 3), f(2, 3), f(2, 3, 1)));
    calls.put(
        "divide: shapes differ: out [2, 3] has ...=3, a [2, 1] has ...=1",
        () -> k.divide(f(2, 3), f(2, 1), f(2, 3)));
    calls.put(
        "scale: factor [2, 3] has 2 axes, not those of [R?]",
        () -> k.scale(f(2, 3), f(2, 3), f(2, 3)));
    calls.put(
        "addScaled: replicas differ: out [2, 3] has R=2, factor [3] has R=3",
        () -> k.addScaled(f(2, 3), f(2, 3), f(3), f(2, 3)));
    calls.put(
        "sum: replicas differ: out [2] has R=2, in [3, 4] has R=3", () -> k.sum(f(2), f(3, 4)));
    calls.put(
        "dot: shapes differ: a [2, 3] has ...=3, b [2, 4] has ...=4",
        () -> k.dot(f(2), f(2, 3), f(2, 4)));
  }

  private void devices(Kernels k, Map<String, Runnable> calls) {
    calls.put(
        "increment: counter [2, 1] has 2 axes, not those of [R]", () -> k.increment(i(2, 1), 1));
    calls.put(
        "firstCrossing: replicas differ: first [2] has R=2, metric [3] has R=3",
        () -> k.firstCrossing(i(2), f(3), 0.5, i(1)));
    calls.put(
        "firstNonFinite: steps [2] is FLOAT32, not INT32",
        () -> k.firstNonFinite(i(2), f(2), f(2)));
    calls.put(
        "chooseWithoutReplacement: more chosen than there are: out [2, 9] has B=9, workspace [2, 8]"
            + " has N=8",
        () -> k.chooseWithoutReplacement(i(2, 9), i(2, 8), i(2, 2), i(2)));
    calls.put(
        "chooseWithoutReplacement: seed [2, 3] must be [R?, 2]",
        () -> k.chooseWithoutReplacement(i(2, 7), i(2, 8), i(2, 3), i(2)));
    calls.put(
        "shuffledBatch: more chosen than there are: out [2, 9] has B=9, workspace [2, 9] has N=8",
        () -> k.shuffledBatch(i(2, 9), i(2, 9), i(2, 2), i(2)));
    calls.put(
        "shuffledBatch: workspace [2, 0] must be [R, N+1]",
        () -> k.shuffledBatch(i(2, 9), i(2, 0), i(2, 2), i(2)));
    calls.put(
        "dropout: shapes differ: out [2, 3] has ...=3, in [2, 4] has ...=4",
        () -> k.dropout(f(2, 3), f(2, 4), f(1), i(1, 2), i(2), 0));
    calls.put(
        "dropout: site is negative: -1",
        () -> k.dropout(f(2, 3), f(2, 3), f(1), i(1, 2), i(2), -1));
  }
}
