package dev.grok.testkit;

import dev.grok.api.Tensor;
import dev.grok.api.backend.Backend;
import dev.grok.api.backend.MemoryScope;
import dev.grok.api.kernel.Activation;
import dev.grok.api.kernel.AdamRates;
import dev.grok.api.kernel.Kernels;
import dev.grok.api.kernel.Transpose;
import dev.grok.api.kernel.WeightDecay;
import dev.grok.api.kernel.Write;
import dev.grok.testkit.call.Contents;
import dev.grok.testkit.call.RandomContents;
import java.util.Arrays;
import java.util.List;

/** One step of training a small network on a mini-batch that is chosen on the device. */
final class TrainingStep implements AutoCloseable {
  static final int REPLICAS = 3;

  private static final int SAMPLES = 20;
  private static final int BATCH = 9;
  private static final int SYMBOLS = 5;
  private static final int WIDTH = 18;
  private static final int CLASSES = 7;

  private final Kernels kernels;
  private final MemoryScope scope;
  private final RandomContents draw = new RandomContents(11);

  private final Tensor steps; // [R]
  private final Tensor seed; // [R, 2]
  private final Tensor chosen; // [R, B]
  private final Tensor workspace; // [R, samples]
  private final Tensor pairs; // [1, samples, 2]
  private final Tensor classes; // [1, samples, 1]
  private final Tensor ids; // [R, B, 2]
  private final Tensor labels; // [R, B, 1]
  private final Tensor table; // [R, V, C]
  private final Tensor weight; // [R, C, classes]
  private final Tensor bias; // [R, classes]
  private final Tensor embedded; // [R, B, C]
  private final Tensor logits; // [R, B, classes]
  private final Tensor loss; // [R]
  private final Tensor one; // [1]
  private final Tensor dLogits; // [R, B, classes]
  private final Tensor dEmbedded; // [R, B, C]
  private final Tensor dTable; // [R, V, C]
  private final Tensor dWeight; // [R, C, classes]
  private final Tensor dBias; // [R, classes]
  private final Tensor m; // [R, C, classes]
  private final Tensor v; // [R, C, classes]
  private final Tensor momentum; // [R, V, C]
  private final Tensor adamRates; // [R, 5]
  private final Tensor sgdRates; // [1, 3]

  TrainingStep(Backend backend) {
    kernels = backend.kernels();
    scope = backend.scope("training step");
    steps = scope.ints("steps", REPLICAS);
    seed = ints("seed", draw.below(1 << 30, REPLICAS, 2));
    chosen = scope.ints("chosen", REPLICAS, BATCH);
    workspace = scope.ints("workspace", REPLICAS, SAMPLES);
    pairs = ints("pairs", draw.below(SYMBOLS, 1, SAMPLES, 2));
    classes = ints("classes", draw.below(CLASSES, 1, SAMPLES, 1));
    ids = scope.ints("ids", REPLICAS, BATCH, 2);
    labels = scope.ints("labels", REPLICAS, BATCH, 1);
    table = floats("table", draw.floats(REPLICAS, SYMBOLS, WIDTH));
    weight = floats("weight", draw.floats(REPLICAS, WIDTH, CLASSES));
    bias = scope.floats("bias", REPLICAS, CLASSES);
    embedded = scope.floats("embedded", REPLICAS, BATCH, WIDTH);
    logits = scope.floats("logits", REPLICAS, BATCH, CLASSES);
    loss = scope.floats("loss", REPLICAS);
    one = floats("one", draw.uniform(1, 1, 1));
    dLogits = scope.floats("dLogits", REPLICAS, BATCH, CLASSES);
    dEmbedded = scope.floats("dEmbedded", REPLICAS, BATCH, WIDTH);
    dTable = scope.floats("dTable", REPLICAS, SYMBOLS, WIDTH);
    dWeight = scope.floats("dWeight", REPLICAS, WIDTH, CLASSES);
    dBias = scope.floats("dBias", REPLICAS, CLASSES);
    m = scope.floats("m", REPLICAS, WIDTH, CLASSES);
    v = scope.floats("v", REPLICAS, WIDTH, CLASSES);
    momentum = scope.floats("momentum", REPLICAS, SYMBOLS, WIDTH);
    adamRates =
        scope.rows(
            "adam rates",
            AdamRates.of(1e-3, 0).row(),
            AdamRates.of(1e-2, 1).row(),
            AdamRates.of(0.1, 3).row());
    sgdRates = floats("sgd rates", draw.uniform(0.1, 0.5, 1, 3));
  }

  private Tensor ints(String name, Contents values) {
    Tensor tensor = scope.ints(name, values.shape().toArray());
    values.writeTo(tensor);
    return tensor;
  }

  private Tensor floats(String name, Contents values) {
    Tensor tensor = scope.floats(name, values.shape().toArray());
    values.writeTo(tensor);
    return tensor;
  }

  void run() {
    Tensor flatLabels = labels.reshape(REPLICAS, BATCH);
    kernels.chooseWithoutReplacement(chosen, workspace, seed, steps);
    kernels.gatherInts(ids, pairs, chosen);
    kernels.gatherInts(labels, classes, chosen);
    kernels.embeddingForward(embedded, table, ids);
    kernels.matmul(logits, embedded, weight, Transpose.NONE, Write.OVERWRITE);
    kernels.biasActivationForward(logits, logits, bias, Activation.TANH);
    kernels.softmaxCrossEntropyForward(loss, logits, flatLabels);
    kernels.softmaxCrossEntropyBackward(dLogits, one, logits, flatLabels);
    kernels.biasActivationBackward(
        dLogits, dBias, dLogits, logits, bias, logits, Activation.TANH, Write.OVERWRITE);
    kernels.matmul(dWeight, embedded, dLogits, Transpose.A, Write.OVERWRITE);
    kernels.matmul(dEmbedded, dLogits, weight, Transpose.B, Write.OVERWRITE);
    kernels.embeddingBackward(dTable, dEmbedded, ids, Write.OVERWRITE);
    kernels.adam(weight, m, v, dWeight, steps, adamRates, WeightDecay.DECOUPLED);
    kernels.sgd(table, momentum, dTable, sgdRates, WeightDecay.L2);
    kernels.increment(steps, 1);
  }

  /** Loss, parameters and optimizer state. */
  double[] state() {
    return List.of(loss, table, weight, m, v, momentum).stream()
        .flatMapToDouble(tensor -> Arrays.stream(tensor.doubles()))
        .toArray();
  }

  int[] steps() {
    return steps.ints();
  }

  @Override
  public void close() {
    scope.close();
  }
}
