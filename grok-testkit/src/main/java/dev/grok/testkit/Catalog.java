package dev.grok.testkit;

import dev.grok.api.kernel.Activation;
import dev.grok.api.kernel.Mask;
import dev.grok.api.kernel.Transpose;
import dev.grok.api.kernel.WeightDecay;
import dev.grok.api.kernel.Write;
import java.util.ArrayList;
import java.util.List;

/** Typical calls of every kernel in every mode, for the laws that hold for all of them. */
final class Catalog {
  private Catalog() {}

  static List<KernelCall> calls(int r) {
    List<KernelCall> calls = new ArrayList<>();
    for (Write write : Write.values()) {
      for (Transpose transpose : Transpose.values()) {
        calls.add(MatmulCalls.matmul(r, 5, 18, 7, transpose, write));
      }
      for (Activation activation : Activation.values()) {
        calls.add(ActivationCalls.backward(r, 5, 18, activation, write));
      }
      calls.add(EmbeddingCalls.backward(r, 9, 2, 5, 18, write));
      calls.add(EmbeddingCalls.productGradient(r, 9, 5, 6, write));
      for (Write parameters : Write.values()) {
        calls.add(NormalizationCalls.layerNormGradient(r, 5, 18, write, parameters));
      }
    }
    for (Mask mask : Mask.values()) {
      calls.add(AttentionCalls.forward(r, 2, 2, 9, 10, mask));
      calls.add(AttentionCalls.backward(r, 2, 2, 9, 10, mask));
      calls.add(AttentionCalls.forward(r, 1, 1, 70, 8, mask));
      calls.add(AttentionCalls.backward(r, 1, 1, 70, 8, mask));
    }
    for (Activation activation : Activation.values()) {
      calls.add(ActivationCalls.forward(r, 5, 18, activation));
    }
    calls.add(EmbeddingCalls.forward(r, 9, 2, 5, 18));
    calls.add(EmbeddingCalls.product(r, 9, 5, 6));
    calls.add(EmbeddingCalls.gather(r, 9, 5, 3));
    calls.add(NormalizationCalls.layerNorm(r, 5, 18));
    calls.add(LossCalls.squaredError(r, 6, 19));
    calls.add(LossCalls.squaredErrorGradient(r, 6, 19));
    calls.add(LossCalls.crossEntropy(r, 6, 19));
    calls.add(LossCalls.crossEntropyGradient(r, 6, 19));
    calls.add(AccuracyCalls.nearestTarget(r, 21, 5, 3));
    calls.add(AccuracyCalls.argMax(r, 21, 3));
    for (WeightDecay decay : WeightDecay.values()) {
      calls.add(OptimizerCalls.adam(r, 2, decay, 5, 7));
      calls.add(OptimizerCalls.sgd(r, decay, 5, 7));
    }
    calls.add(ElementwiseCalls.fill(r, 5, 7));
    calls.add(ElementwiseCalls.copy(r, 5, 7));
    calls.add(ElementwiseCalls.add(r, 5, 7));
    calls.add(ElementwiseCalls.multiply(r, 5, 7));
    calls.add(ElementwiseCalls.divide(r, 5, 7));
    calls.add(ElementwiseCalls.scale(r, 5, 7));
    calls.add(ElementwiseCalls.addScaled(r, 5, 7));
    calls.add(ReductionCalls.sum(r, 5, 7));
    calls.add(ReductionCalls.dot(r, 5, 7));
    calls.add(CounterCalls.increment(r));
    calls.add(CounterCalls.firstCrossing(r));
    calls.add(CounterCalls.firstNonFinite(r));
    calls.add(SamplingCalls.choose(r, 7, 13));
    calls.add(SamplingCalls.shuffled(r, 3, 13));
    calls.add(SamplingCalls.dropout(r, 5, 7));
    return calls;
  }
}
