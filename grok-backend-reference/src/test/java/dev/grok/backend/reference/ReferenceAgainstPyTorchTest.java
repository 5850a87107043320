package dev.grok.backend.reference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grok.api.Tensor;
import dev.grok.api.backend.Backend;
import dev.grok.api.backend.Backends;
import dev.grok.api.backend.MemoryScope;
import dev.grok.api.kernel.Activation;
import dev.grok.api.kernel.AdamRates;
import dev.grok.api.kernel.Kernels;
import dev.grok.api.kernel.Mask;
import dev.grok.api.kernel.SgdRates;
import dev.grok.api.kernel.WeightDecay;
import dev.grok.api.kernel.Write;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The reference against PyTorch in float64; src/test/python/make_fixtures.py wrote its answers. */
class ReferenceAgainstPyTorchTest {
  private static final double RELATIVE = 1e-12;

  private final Map<String, double[]> torch = new HashMap<>();
  private final Backend backend = Backends.open("reference");
  private final Kernels kernels = backend.kernels();
  private final MemoryScope scope = backend.scope("against PyTorch");

  @BeforeEach
  void readFixtures() throws IOException {
    try (InputStream in = getClass().getResourceAsStream("/torch-float64.csv")) {
      new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .map(line -> line.split(","))
          .forEach(
              fields ->
                  torch.put(
                      fields[0],
                      Arrays.stream(fields).skip(1).mapToDouble(Double::parseDouble).toArray()));
    }
  }

  @AfterEach
  void close() {
    scope.close();
    backend.close();
  }

  private Tensor floats(String name, int... axes) {
    Tensor tensor = scope.floats(name, axes);
    tensor.write(torch.get(name));
    return tensor;
  }

  private Tensor ints(String name, int... axes) {
    Tensor tensor = scope.ints(name, axes);
    tensor.write(Arrays.stream(torch.get(name)).mapToInt(x -> (int) x).toArray());
    return tensor;
  }

  private void require(String name, Tensor actual) {
    double[] expected = torch.get(name);
    double[] values = actual.doubles();
    assertThat(values).hasSameSizeAs(expected).isNotEmpty();
    double scale = Arrays.stream(expected).map(Math::abs).max().orElseThrow();
    for (int i = 0; i < expected.length; i++) {
      double allowed = RELATIVE * Math.max(Math.abs(expected[i]), 1e-3 * scale);
      assertThat(Math.abs(values[i] - expected[i]))
          .as("%s[%d]: %s against %s", name, i, values[i], expected[i])
          .isLessThanOrEqualTo(allowed);
    }
  }

  private Tensor one() {
    Tensor one = scope.floats("one", 1);
    one.write(1.0);
    return one;
  }

  @Test
  void crossEntropy() {
    Tensor logits = floats("crossEntropy.logits", 1, 6, 7);
    Tensor labels = ints("crossEntropy.labels", 1, 6);
    Tensor loss = scope.floats("loss", 1);
    Tensor dLogits = scope.floats("dLogits", 1, 6, 7);
    kernels.softmaxCrossEntropyForward(loss, logits, labels);
    kernels.softmaxCrossEntropyBackward(dLogits, one(), logits, labels);
    require("crossEntropy.loss", loss);
    require("crossEntropy.dLogits", dLogits);
  }

  @Test
  void meanSquaredError() {
    Tensor predictions = floats("squaredError.predictions", 1, 6, 7);
    Tensor targets = floats("squaredError.targets", 1, 6, 7);
    Tensor loss = scope.floats("loss", 1);
    Tensor dPredictions = scope.floats("dPredictions", 1, 6, 7);
    kernels.meanSquaredErrorForward(loss, predictions, targets);
    kernels.meanSquaredErrorBackward(dPredictions, one(), predictions, targets);
    require("squaredError.loss", loss);
    require("squaredError.dPredictions", dPredictions);
  }

  @Test
  void gelu() {
    activation("gelu", Activation.GELU);
  }

  @Test
  void leakyRelu() {
    activation("leakyRelu", Activation.LEAKY_RELU);
  }

  private void activation(String name, Activation activation) {
    Tensor in = floats(name + ".in", 1, 6, 7);
    Tensor bias = floats(name + ".bias", 1, 7);
    Tensor out = scope.floats("out", 1, 6, 7);
    Tensor dIn = scope.floats("dIn", 1, 6, 7);
    Tensor dBias = scope.floats("dBias", 1, 7);
    Tensor dOut = floats(name + ".dOut", 1, 6, 7);
    kernels.biasActivationForward(out, in, bias, activation);
    require(name + ".out", out);
    kernels.biasActivationBackward(dIn, dBias, dOut, in, bias, out, activation, Write.OVERWRITE);
    require(name + ".dIn", dIn);
    require(name + ".dBias", dBias);
  }

  @Test
  void layerNorm() {
    Tensor in = floats("layerNorm.in", 1, 6, 7);
    Tensor weight = floats("layerNorm.weight", 1, 7);
    Tensor out = scope.floats("out", 1, 6, 7);
    Tensor mean = scope.floats("mean", 1, 6);
    Tensor deviation = scope.floats("deviation", 1, 6);
    kernels.layerNormForward(
        out, mean, deviation, in, weight, floats("layerNorm.bias", 1, 7), 1e-5);
    require("layerNorm.out", out);
    require("layerNorm.mean", mean);
    require("layerNorm.inverseDeviation", deviation);
    Tensor dIn = scope.floats("dIn", 1, 6, 7);
    Tensor dWeight = scope.floats("dWeight", 1, 7);
    Tensor dBias = scope.floats("dBias", 1, 7);
    kernels.layerNormBackward(
        dIn,
        dWeight,
        dBias,
        floats("layerNorm.dOut", 1, 6, 7),
        in,
        mean,
        deviation,
        weight,
        Write.OVERWRITE,
        Write.OVERWRITE);
    require("layerNorm.dIn", dIn);
    require("layerNorm.dWeight", dWeight);
    require("layerNorm.dBias", dBias);
  }

  /** The packing of {@code torch.nn.MultiheadAttention.in_proj_weight}. */
  @Test
  void attention() {
    for (Mask mask : Mask.values()) {
      String name = "attention." + mask;
      Tensor qkv = floats("attention.qkv", 1, 2, 5, 18);
      Tensor dOut = floats("attention.dOut", 1, 2, 5, 6);
      Tensor out = scope.floats("out", 1, 2, 5, 6);
      Tensor logSumExp = scope.floats("logSumExp", 1, 2, 3, 5);
      Tensor dQkv = scope.floats("dQkv", 1, 2, 5, 18);
      Tensor workspace = scope.floats("workspace", 1, 2, 3, 5);
      kernels.attentionForward(out, logSumExp, qkv, mask);
      kernels.attentionBackward(dQkv, workspace, dOut, out, logSumExp, qkv, mask);
      require(name + ".out", out);
      require(name + ".logSumExp", logSumExp);
      require(name + ".dQkv", dQkv);
    }
  }

  @Test
  void embeddingProduct() {
    Tensor table = floats("embeddingProduct.table", 1, 5, 3, 3);
    Tensor ids = ints("embeddingProduct.ids", 1, 6, 2);
    Tensor out = scope.floats("out", 1, 6, 3, 3);
    Tensor dTable = scope.floats("dTable", 1, 5, 3, 3);
    Tensor dOut = floats("embeddingProduct.dOut", 1, 6, 3, 3);
    kernels.embeddingProductForward(out, table, ids);
    kernels.embeddingProductBackward(dTable, dOut, table, ids, Write.OVERWRITE);
    require("embeddingProduct.out", out);
    require("embeddingProduct.dTable", dTable);
  }

  @Test
  void tanh() {
    activation("tanh", Activation.TANH);
  }

  @Test
  void embedding() {
    Tensor ids = ints("embedding.ids", 1, 6, 2);
    Tensor out = scope.floats("out", 1, 6, 3);
    Tensor dTable = scope.floats("dTable", 1, 5, 3);
    kernels.embeddingForward(out, floats("embedding.table", 1, 5, 3), ids);
    kernels.embeddingBackward(dTable, floats("embedding.dOut", 1, 6, 3), ids, Write.OVERWRITE);
    require("embedding.out", out);
    require("embedding.dTable", dTable);
  }

  @Test
  void adam() {
    adam("adam.NONE", AdamRates.of(0.01, 0), WeightDecay.NONE);
    adam("adam.L2", AdamRates.of(0.01, 0.3), WeightDecay.L2);
    adam("adam.DECOUPLED", AdamRates.of(0.01, 0.3), WeightDecay.DECOUPLED);
    adam("adam.betas", new AdamRates(0.3, 0.5, 0.98, 1e-3, 0), WeightDecay.NONE);
  }

  private void adam(String name, AdamRates rates, WeightDecay decay) {
    Tensor parameter = floats(name + ".start", 1, 9);
    Tensor m = scope.floats("m", 1, 9);
    Tensor v = scope.floats("v", 1, 9);
    Tensor steps = scope.ints("steps", 1);
    Tensor uploaded = scope.rows("rates", rates.row());
    for (int step = 0; step < 5; step++) {
      Tensor gradient = floats(name + ".gradient." + step, 1, 9);
      kernels.adam(parameter, m, v, gradient, steps, uploaded, decay);
      kernels.increment(steps, 1);
      require(name + ".parameter." + step, parameter);
    }
  }

  @Test
  void sgd() {
    sgd("sgd.NONE", new SgdRates(0.1, 0.9, 0), WeightDecay.NONE);
    sgd("sgd.L2", new SgdRates(0.1, 0.9, 0.3), WeightDecay.L2);
  }

  private void sgd(String name, SgdRates rates, WeightDecay decay) {
    Tensor parameter = floats(name + ".start", 1, 9);
    Tensor buffer = scope.floats("buffer", 1, 9);
    Tensor uploaded = scope.rows("rates", rates.row());
    for (int step = 0; step < 5; step++) {
      Tensor gradient = floats(name + ".gradient." + step, 1, 9);
      kernels.sgd(parameter, buffer, gradient, uploaded, decay);
      require(name + ".parameter." + step, parameter);
    }
  }
}
