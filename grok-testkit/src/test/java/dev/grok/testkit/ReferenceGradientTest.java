package dev.grok.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.grok.api.backend.Backend;
import dev.grok.api.backend.Backends;
import dev.grok.api.kernel.Activation;
import dev.grok.api.kernel.Mask;
import dev.grok.api.kernel.Write;
import dev.grok.testkit.call.ActivationCalls;
import dev.grok.testkit.call.AttentionCalls;
import dev.grok.testkit.call.Contents;
import dev.grok.testkit.call.EmbeddingCalls;
import dev.grok.testkit.call.KernelCall;
import dev.grok.testkit.call.LossCalls;
import dev.grok.testkit.call.NormalizationCalls;
import dev.grok.testkit.call.Outputs;
import dev.grok.testkit.call.Placement;
import dev.grok.testkit.call.RandomContents;
import dev.grok.testkit.call.SamplingCalls;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every backward kernel of the reference against central differences of its forward kernel. */
class ReferenceGradientTest {
  private static final double STEP = 1e-5;

  /** Differences of second order, h² f''' / 6, and rounding, ε f / h, are both about 1e-11. */
  private static final double ALLOWED = 1e-9;

  @ParameterizedTest
  @EnumSource(Activation.class)
  void biasActivationBackward(Activation activation) {
    KernelCall forward = ActivationCalls.forward(2, 3, 5, activation);
    Contents weights = new RandomContents(99).floats(2, 3, 5);
    KernelCall backward =
        ActivationCalls.backward(2, 3, 5, activation, Write.OVERWRITE)
            .with("dOut", weights)
            .with("in", forward.contents("in"))
            .with("bias", forward.contents("bias"))
            .with("out", run(forward).get("out"));
    requireGradient(forward, "in", weights, run(backward).get("dIn"));
    requireGradient(forward, "bias", weights, run(backward).get("dBias"));
  }

  @Test
  void embeddingBackward() {
    KernelCall forward = EmbeddingCalls.forward(2, 7, 2, 4, 3);
    Contents weights = new RandomContents(99).floats(2, 7, 3);
    KernelCall backward =
        EmbeddingCalls.backward(2, 7, 2, 4, 3, Write.OVERWRITE)
            .with("dOut", weights)
            .with("ids", forward.contents("ids"));
    requireGradient(forward, "table", weights, run(backward).get("dTable"));
  }

  @Test
  void embeddingProductBackward() {
    KernelCall forward = EmbeddingCalls.product(2, 7, 4, 3);
    Contents weights = new RandomContents(99).floats(2, 7, 3, 3);
    KernelCall backward =
        EmbeddingCalls.productGradient(2, 7, 4, 3, Write.OVERWRITE)
            .with("dOut", weights)
            .with("table", forward.contents("table"))
            .with("ids", forward.contents("ids"));
    requireGradient(forward, "table", weights, run(backward).get("dTable"));
  }

  @Test
  void layerNormBackward() {
    KernelCall forward = NormalizationCalls.layerNorm(2, 3, 5);
    Contents weights = new RandomContents(99).floats(2, 3, 5);
    Outputs outputs = run(forward);
    KernelCall backward =
        NormalizationCalls.layerNormGradient(2, 3, 5, Write.OVERWRITE, Write.OVERWRITE)
            .with("dOut", weights)
            .with("in", forward.contents("in"))
            .with("mean", outputs.get("mean"))
            .with("inverseDeviation", outputs.get("inverseDeviation"))
            .with("weight", forward.contents("weight"));
    Outputs gradients = run(backward);
    requireGradient(forward, "in", weights, gradients.get("dIn"));
    requireGradient(forward, "weight", weights, gradients.get("dWeight"));
    requireGradient(forward, "bias", weights, gradients.get("dBias"));
  }

  @ParameterizedTest
  @EnumSource(Mask.class)
  void attentionBackward(Mask mask) {
    KernelCall forward = AttentionCalls.forward(2, 2, 2, 4, 3, mask);
    Contents weights = new RandomContents(99).floats(2, 2, 4, 6);
    Outputs outputs = run(forward);
    KernelCall backward =
        AttentionCalls.backward(2, 2, 2, 4, 3, mask)
            .with("dOut", weights)
            .with("out", outputs.get("out"))
            .with("logSumExp", outputs.get("logSumExp"))
            .with("qkv", forward.contents("qkv"));
    requireGradient(forward, "qkv", weights, run(backward).get("dQkv"));
  }

  @Test
  void dropout() {
    KernelCall forward = SamplingCalls.dropout(2, 5);
    Contents weights = new RandomContents(99).floats(2, 5);
    requireGradient(forward, "in", weights, run(forward.with("in", weights)).get("out"));
  }

  @Test
  void meanSquaredErrorBackward() {
    KernelCall forward = LossCalls.squaredError(2, 3, 5);
    Contents weights = new RandomContents(99).floats(2);
    KernelCall backward =
        LossCalls.squaredErrorGradient(2, 3, 5)
            .with("dLoss", weights)
            .with("predictions", forward.contents("predictions"))
            .with("targets", forward.contents("targets"));
    requireGradient(forward, "predictions", weights, run(backward).get("dPredictions"));
  }

  @Test
  void softmaxCrossEntropyBackward() {
    KernelCall forward = LossCalls.crossEntropy(2, 3, 5);
    Contents weights = new RandomContents(99).floats(2);
    KernelCall backward =
        LossCalls.crossEntropyGradient(2, 3, 5)
            .with("dLoss", weights)
            .with("logits", forward.contents("logits"))
            .with("labels", forward.contents("labels"));
    requireGradient(forward, "logits", weights, run(backward).get("dLogits"));
  }

  /** The gradient of Σ weights · output with respect to one input of the forward kernel. */
  private static void requireGradient(
      KernelCall forward, String input, Contents weights, Contents gradient) {
    Contents at = forward.contents(input);
    assertThat(at.length()).isEqualTo(gradient.length()).isPositive();
    for (int i = 0; i < at.length(); i++) {
      double above = weighted(forward.with(input, at.with(i, at.at(i) + STEP)), weights);
      double below = weighted(forward.with(input, at.with(i, at.at(i) - STEP)), weights);
      assertThat(gradient.at(i))
          .as("%s: gradient of %s%s", forward, input, at.place(i))
          .isCloseTo((above - below) / (2 * STEP), within(ALLOWED));
    }
  }

  private static double weighted(KernelCall call, Contents weights) {
    Contents output = run(call).get(call.outputs().get(0).name());
    double sum = 0;
    for (int i = 0; i < output.length(); i++) {
      sum += weights.at(i) * output.at(i);
    }
    return sum;
  }

  private static Outputs run(KernelCall call) {
    try (Backend backend = Backends.open("reference")) {
      return Placement.outputs(backend, call);
    }
  }
}
