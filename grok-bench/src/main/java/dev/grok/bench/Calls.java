package dev.grok.bench;

import dev.grok.api.kernel.Activation;
import dev.grok.api.kernel.KernelSignature;
import dev.grok.api.kernel.Lengths;
import dev.grok.api.kernel.Mask;
import dev.grok.api.kernel.Transpose;
import dev.grok.api.kernel.WeightDecay;
import dev.grok.testkit.call.Catalog;
import dev.grok.testkit.call.KernelCall;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Every kernel over the shapes of the paper's models, over squares, and over a million elements.
 * Operands and contents follow from the kernel's signature and the catalog of grok-testkit.
 */
final class Calls {
  /** Samples, width and outputs of the toy model; its parameters without the biases' few. */
  private static final int BATCH = 45;

  private static final int WIDTH = 200;
  private static final int OUTPUTS = 30;
  private static final int TOY_PARAMETERS = WIDTH * WIDTH;

  /** A million elements, as a matrix. */
  private static final int ROWS = 4096;

  private static final int COLUMNS = 256;
  private static final int MILLION = ROWS * COLUMNS;

  /** Kernels that touch every element of one or more tensors of any shape. */
  private static final List<String> OF_ELEMENTS =
      List.of(
          "fill",
          "copy",
          "add",
          "multiply",
          "divide",
          "scale",
          "addScaled",
          "sum",
          "dot",
          "dropout");

  private final Map<String, Supplier<Call>> all = new LinkedHashMap<>();

  private Calls() {
    products();
    rows();
    attention(2247, 2, 256, 1, Mask.NONE);
    attention(1, 1024, 512, 8, Mask.CAUSAL);
    embeddings();
    for (int n : new int[] {TOY_PARAMETERS, MILLION}) {
      add("adam " + n, "adam", elements(n), WeightDecay.DECOUPLED);
      add("sgd " + n, "sgd", elements(n), WeightDecay.DECOUPLED);
    }
    OF_ELEMENTS.forEach(kernel -> add(kernel + " " + MILLION, kernel, elements(MILLION)));
    for (String kernel : List.of("increment", "firstCrossing", "firstNonFinite")) {
      add(kernel, kernel, Lengths.of("R 1"));
    }
  }

  /** Names of all calls. */
  static List<String> names() {
    return List.copyOf(new Calls().all.keySet());
  }

  /** The call of that name. */
  static Call named(String name) {
    Supplier<Call> call = new Calls().all.get(name);
    if (call == null) {
      throw new IllegalArgumentException("there is no call '%s'".formatted(name));
    }
    return call.get();
  }

  /** Kernels of which no call is timed. */
  static List<String> missing() {
    List<String> missing = new ArrayList<>(KernelSignature.all().keySet());
    for (String name : names()) {
      named(name).calls().forEach(call -> missing.remove(call.kernel()));
    }
    return missing;
  }

  private void add(String name, String kernel, Lengths lengths, Object... attributes) {
    all.put(name, () -> new Call(name, call(kernel, lengths, attributes)));
  }

  private static KernelCall call(String kernel, Lengths lengths, Object... attributes) {
    return Catalog.of(kernel).call(lengths, attributes);
  }

  private static Lengths elements(int n) {
    return Lengths.of("R 1").rest(n);
  }

  private static Lengths rows(int rows, int columns) {
    return Lengths.of("R 1 B %d C %d".formatted(rows, columns));
  }

  private void products() {
    // The toy model's layers forward, their weights' gradients, their inputs' gradients.
    matmul(BATCH, WIDTH, 1, Transpose.NONE);
    matmul(BATCH, WIDTH, WIDTH, Transpose.NONE);
    matmul(10, WIDTH, WIDTH, Transpose.NONE);
    matmul(BATCH, OUTPUTS, WIDTH, Transpose.NONE);
    matmul(1, WIDTH, BATCH, Transpose.A);
    matmul(WIDTH, WIDTH, BATCH, Transpose.A);
    matmul(WIDTH, OUTPUTS, BATCH, Transpose.A);
    matmul(BATCH, 1, WIDTH, Transpose.B);
    matmul(BATCH, WIDTH, WIDTH, Transpose.B);
    matmul(BATCH, WIDTH, OUTPUTS, Transpose.B);
    // MNIST, 784-200-200-10, batch 200.
    matmul(200, WIDTH, 784, Transpose.NONE);
    matmul(200, WIDTH, WIDTH, Transpose.NONE);
    matmul(200, 10, WIDTH, Transpose.NONE);
    matmul(784, WIDTH, 200, Transpose.A);
    matmul(200, WIDTH, WIDTH, Transpose.B);
    // The transformer, 2,247 pairs of two tokens, width 256, p = 53.
    for (Transpose transpose : List.of(Transpose.NONE, Transpose.B)) {
      matmul(4494, 256, 256, transpose);
    }
    matmul(256, 256, 4494, Transpose.A);
    matmul(2247, 53, 512, Transpose.NONE);
    for (int n : new int[] {64, 128, 256, 512, 1024, 2048}) {
      matmul(n, n, n, Transpose.NONE);
    }
    for (Transpose transpose : List.of(Transpose.A, Transpose.B)) {
      matmul(512, 512, 512, transpose);
    }
  }

  /** Named M x N x K, with the operand that is transposed. */
  private void matmul(int m, int n, int k, Transpose transpose) {
    String mode = transpose == Transpose.NONE ? "" : " " + transpose;
    Lengths lengths = Lengths.of("R 1 M %d N %d K %d".formatted(m, n, k));
    add("matmul %dx%dx%d%s".formatted(m, n, k, mode), "matmul", lengths, transpose);
  }

  private void rows() {
    for (int[] shape : new int[][] {{BATCH, WIDTH}, {ROWS, COLUMNS}}) {
      for (Activation activation : Activation.values()) {
        String mode = " " + activation.name().toLowerCase(Locale.ROOT);
        both("biasActivation", mode, shape, rows(shape[0], shape[1]), activation);
      }
    }
    for (int[] shape : new int[][] {{4494, 256}, {ROWS, COLUMNS}}) {
      both("layerNorm", "", shape, rows(shape[0], shape[1]));
      both("rmsNorm", "", shape, rows(shape[0], shape[1]));
    }
    for (int[] shape : new int[][] {{BATCH, OUTPUTS}, {ROWS, COLUMNS}}) {
      both("meanSquaredError", "", shape, rows(shape[0], 1).with("D", shape[1]));
    }
    for (int[] shape : new int[][] {{BATCH, 19}, {2247, 53}, {ROWS, COLUMNS}}) {
      both("softmaxCrossEntropy", "", shape, rows(shape[0], 1).with("V", shape[1]));
    }
    add(
        "nearestTargetAccuracy 45x30 of 19",
        "nearestTargetAccuracy",
        rows(BATCH, 1).with("D", OUTPUTS).with("V", 19));
    add("argMaxAccuracy 2247x53", "argMaxAccuracy", rows(2247, 1).with("V", 53));
  }

  /** The forward and the backward kernel of an operation on rows. */
  private void both(
      String operation, String mode, int[] shape, Lengths lengths, Object... attributes) {
    for (String direction : List.of("Forward", "Backward")) {
      String kernel = operation + direction;
      add(kernel + mode + " %dx%d".formatted(shape[0], shape[1]), kernel, lengths, attributes);
    }
  }

  /** Named by samples, tokens, channels, heads and mask; forward alone, and with the gradient. */
  private void attention(int batch, int tokens, int channels, int heads, Mask mask) {
    String shape =
        " %dx%dx%d of %d %s"
            .formatted(batch, tokens, channels, heads, mask == Mask.CAUSAL ? "causal" : "full");
    Lengths lengths = rows(batch, channels).with("T", tokens).with("H", heads);
    add("attentionForward" + shape, "attentionForward", lengths, mask);
    String name = "attention" + shape;
    all.put(
        name,
        () ->
            new Call(
                name,
                call("attentionForward", lengths, mask),
                call("attentionBackward", lengths, mask)));
  }

  private void embeddings() {
    embedding(10, BATCH, 2, 1);
    embedding(53, 2247, 2, 256);
    Lengths matrices = rows(24, 1).with("V", 6).with("D", 3);
    add("embeddingProductForward 24 of 6x3x3", "embeddingProductForward", matrices);
    add("embeddingProductBackward 24 of 6x3x3", "embeddingProductBackward", matrices);
    add("shuffledBatch 200 of 1000", "shuffledBatch", rows(200, 1).with("N", 1000));
    add("gatherInts 45x2", "gatherInts", rows(BATCH, 1).with("V", 55).with("T", 2));
    add(
        "chooseWithoutReplacement 45 of 55",
        "chooseWithoutReplacement",
        rows(BATCH, 1).with("N", 55));
  }

  private void embedding(int vocabulary, int batch, int tokens, int channels) {
    String shape = " %dx%d of %dx%d".formatted(batch, tokens, vocabulary, channels);
    Lengths lengths = rows(batch, channels).with("V", vocabulary).with("T", tokens);
    add("embeddingForward" + shape, "embeddingForward", lengths);
    add("embeddingBackward" + shape, "embeddingBackward", lengths);
  }
}
