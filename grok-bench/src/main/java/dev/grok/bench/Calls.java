package dev.grok.bench;

import static dev.grok.bench.Operand.indices;
import static dev.grok.bench.Operand.read;
import static dev.grok.bench.Operand.updated;
import static dev.grok.bench.Operand.updatedInts;
import static dev.grok.bench.Operand.written;
import static dev.grok.bench.Operand.writtenInts;

import dev.grok.api.kernel.Activation;
import dev.grok.api.kernel.AdamRates;
import dev.grok.api.kernel.Mask;
import dev.grok.api.kernel.SgdRates;
import dev.grok.api.kernel.Transpose;
import dev.grok.api.kernel.WeightDecay;
import dev.grok.api.kernel.Write;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.ToDoubleFunction;

/**
 * Every kernel over the shapes of the paper's models, over squares, and over a million elements.
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

  private final Map<String, Call> all = new LinkedHashMap<>();

  private Calls() {}

  /** All calls by name. */
  static Map<String, Call> all() {
    Calls calls = new Calls();
    calls.products();
    calls.activations();
    calls.layers();
    calls.losses();
    calls.embeddings();
    calls.optimizers();
    calls.elementwise();
    calls.counters();
    return calls.all;
  }

  /** The call of that name. */
  static Call named(String name) {
    Call call = all().get(name);
    if (call == null) {
      throw new IllegalArgumentException("there is no call '%s'".formatted(name));
    }
    return call;
  }

  private void add(String name, int depth, List<Operand> operands, Call.Body body) {
    all.put(name, new Call(name, operands, depth, body));
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
    Operand a = transpose.a() ? read(1, k, m) : read(1, m, k);
    Operand b = transpose.b() ? read(1, n, k) : read(1, k, n);
    String mode = transpose == Transpose.NONE ? "" : " " + transpose;
    add(
        "matmul %dx%dx%d%s".formatted(m, n, k, mode),
        k,
        List.of(written(1, m, n), a, b),
        (kernels, t) -> kernels.matmul(t[0], t[1], t[2], transpose, Write.OVERWRITE));
  }

  private void activations() {
    for (Activation activation : Activation.values()) {
      for (int[] shape : new int[][] {{BATCH, WIDTH}, {ROWS, COLUMNS}}) {
        activation(activation, shape[0], shape[1]);
      }
    }
  }

  private void activation(Activation activation, int rows, int columns) {
    String shape = " %s %dx%d".formatted(activation.name().toLowerCase(Locale.ROOT), rows, columns);
    add(
        "biasActivationForward" + shape,
        16,
        List.of(written(1, rows, columns), read(1, rows, columns), read(1, columns)),
        (kernels, t) -> kernels.biasActivationForward(t[0], t[1], t[2], activation));
    add(
        "biasActivationBackward" + shape,
        rows,
        List.of(
            written(1, rows, columns),
            written(1, columns),
            read(1, rows, columns),
            read(1, rows, columns),
            read(1, columns),
            read(1, rows, columns)),
        (kernels, t) ->
            kernels.biasActivationBackward(
                t[0], t[1], t[2], t[3], t[4], t[5], activation, Write.OVERWRITE));
  }

  private void layers() {
    norm(4494, 256);
    norm(ROWS, COLUMNS);
    attention(2247, 2, 256, 1, Mask.NONE);
    attention(1, 1024, 512, 8, Mask.CAUSAL);
    add(
        "dropout " + MILLION,
        1,
        List.of(
            written(1, MILLION),
            read(1, MILLION),
            read(1).of(random -> 0.1f),
            indices(1 << 30, 1, 2),
            indices(9, 1)),
        (kernels, t) -> kernels.dropout(t[0], t[1], t[2], t[3], t[4], 0));
  }

  private void norm(int rows, int columns) {
    String shape = " %dx%d".formatted(rows, columns);
    Operand matrix = read(1, rows, columns);
    add(
        "layerNormForward" + shape,
        columns,
        List.of(
            written(1, rows, columns),
            written(1, rows),
            written(1, rows),
            matrix,
            read(1, columns),
            read(1, columns)),
        (kernels, t) -> kernels.layerNormForward(t[0], t[1], t[2], t[3], t[4], t[5], 1e-5));
    add(
        "layerNormBackward" + shape,
        rows,
        List.of(
            written(1, rows, columns),
            written(1, columns),
            written(1, columns),
            matrix,
            matrix,
            read(1, rows).of(random -> 0),
            read(1, rows).of(random -> 1),
            read(1, columns)),
        (kernels, t) ->
            kernels.layerNormBackward(
                t[0], t[1], t[2], t[3], t[4], t[5], t[6], t[7], Write.OVERWRITE, Write.OVERWRITE));
  }

  /** Named by samples, tokens, channels, heads and mask. */
  private void attention(int batch, int tokens, int channels, int heads, Mask mask) {
    String shape =
        " %dx%dx%d of %d %s"
            .formatted(batch, tokens, channels, heads, mask == Mask.CAUSAL ? "causal" : "full");
    Operand qkv = read(1, batch, tokens, 3 * channels);
    Operand[] out = {
      written(1, batch, tokens, channels), written(1, batch, heads, tokens),
    };
    add(
        "attentionForward" + shape,
        tokens + channels / heads,
        List.of(out[0], out[1], qkv),
        (kernels, t) -> kernels.attentionForward(t[0], t[1], t[2], mask));
    add(
        "attention" + shape,
        8 * (tokens + channels / heads),
        List.of(
            out[0],
            out[1],
            written(1, batch, tokens, 3 * channels),
            written(1, batch, heads, tokens),
            read(1, batch, tokens, channels),
            qkv),
        (kernels, t) -> {
          kernels.attentionForward(t[0], t[1], t[5], mask);
          kernels.attentionBackward(t[2], t[3], t[4], t[0], t[1], t[5], mask);
        });
  }

  private void losses() {
    for (int[] shape : new int[][] {{BATCH, OUTPUTS}, {ROWS, COLUMNS}}) {
      squaredError(shape[0], shape[1]);
    }
    for (int[] shape : new int[][] {{BATCH, 19}, {2247, 53}, {ROWS, COLUMNS}}) {
      crossEntropy(shape[0], shape[1]);
    }
    add(
        "nearestTargetAccuracy 45x30 of 19",
        OUTPUTS,
        List.of(written(1), read(1, BATCH, OUTPUTS), read(1, 19, OUTPUTS), indices(19, 1, BATCH)),
        (kernels, t) -> kernels.nearestTargetAccuracy(t[0], t[1], t[2], t[3]));
    add(
        "argMaxAccuracy 2247x53",
        1,
        List.of(written(1), read(1, 2247, 53), indices(53, 1, 2247)),
        (kernels, t) -> kernels.argMaxAccuracy(t[0], t[1], t[2]));
  }

  private void squaredError(int rows, int columns) {
    String shape = " %dx%d".formatted(rows, columns);
    add(
        "meanSquaredErrorForward" + shape,
        rows * columns,
        List.of(written(1), read(1, rows, columns), read(1, rows, columns)),
        (kernels, t) -> kernels.meanSquaredErrorForward(t[0], t[1], t[2]));
    add(
        "meanSquaredErrorBackward" + shape,
        4,
        List.of(written(1, rows, columns), read(1), read(1, rows, columns), read(1, rows, columns)),
        (kernels, t) -> kernels.meanSquaredErrorBackward(t[0], t[1], t[2], t[3]));
  }

  private void crossEntropy(int rows, int columns) {
    String shape = " %dx%d".formatted(rows, columns);
    add(
        "softmaxCrossEntropyForward" + shape,
        columns,
        List.of(written(1), read(1, rows, columns), indices(columns, 1, rows)),
        (kernels, t) -> kernels.softmaxCrossEntropyForward(t[0], t[1], t[2]));
    add(
        "softmaxCrossEntropyBackward" + shape,
        columns,
        List.of(
            written(1, rows, columns), read(1), read(1, rows, columns), indices(columns, 1, rows)),
        (kernels, t) -> kernels.softmaxCrossEntropyBackward(t[0], t[1], t[2], t[3]));
  }

  private void embeddings() {
    embedding(10, BATCH, 2, 1);
    embedding(53, 2247, 2, 256);
    embeddingProduct(24, 6, 3);
    add(
        "shuffledBatch 200 of 1000",
        0,
        List.of(writtenInts(1, 200), updatedInts(1, 1001), indices(1 << 30, 1, 2), indices(9, 1)),
        (kernels, t) -> kernels.shuffledBatch(t[0], t[1], t[2], t[3]));
    add(
        "gatherInts 45x2",
        0,
        List.of(writtenInts(1, BATCH, 2), indices(10, 1, 55, 2), indices(55, 1, BATCH)),
        (kernels, t) -> kernels.gatherInts(t[0], t[1], t[2]));
    add(
        "chooseWithoutReplacement 45 of 55",
        0,
        List.of(writtenInts(1, BATCH), writtenInts(1, 55), indices(1 << 30, 1, 2), indices(9, 1)),
        (kernels, t) -> kernels.chooseWithoutReplacement(t[0], t[1], t[2], t[3]));
  }

  private void embedding(int vocabulary, int batch, int tokens, int channels) {
    String shape = " %dx%d of %dx%d".formatted(batch, tokens, vocabulary, channels);
    add(
        "embeddingForward" + shape,
        tokens,
        List.of(
            written(1, batch, channels),
            read(1, vocabulary, channels),
            indices(vocabulary, 1, batch, tokens)),
        (kernels, t) -> kernels.embeddingForward(t[0], t[1], t[2]));
    add(
        "embeddingBackward" + shape,
        batch,
        List.of(
            written(1, vocabulary, channels),
            read(1, batch, channels),
            indices(vocabulary, 1, batch, tokens)),
        (kernels, t) -> kernels.embeddingBackward(t[0], t[1], t[2], Write.OVERWRITE));
  }

  private void embeddingProduct(int batch, int vocabulary, int d) {
    Operand table = read(1, vocabulary, d, d);
    Operand ids = indices(vocabulary, 1, batch, 2);
    String shape = " %d of %dx%dx%d".formatted(batch, vocabulary, d, d);
    add(
        "embeddingProductForward" + shape,
        d,
        List.of(written(1, batch, d, d), table, ids),
        (kernels, t) -> kernels.embeddingProductForward(t[0], t[1], t[2]));
    add(
        "embeddingProductBackward" + shape,
        batch * d,
        List.of(written(1, vocabulary, d, d), read(1, batch, d, d), table, ids),
        (kernels, t) -> kernels.embeddingProductBackward(t[0], t[1], t[2], t[3], Write.OVERWRITE));
  }

  private void optimizers() {
    for (int n : new int[] {TOY_PARAMETERS, MILLION}) {
      add(
          "adam " + n,
          16,
          List.of(
              updated(1, n),
              updated(1, n),
              updated(1, n).of(Random::nextFloat),
              read(1, n),
              indices(9, 1),
              read(1, AdamRates.COLUMNS).of(inOrder(1e-4, 0.1, 0.001, 1e-8, 1))),
          (kernels, t) -> kernels.adam(t[0], t[1], t[2], t[3], t[4], t[5], WeightDecay.DECOUPLED));
      add(
          "sgd " + n,
          4,
          List.of(
              updated(1, n),
              updated(1, n),
              read(1, n),
              read(1, SgdRates.COLUMNS).of(inOrder(1e-4, 0.9, 1))),
          (kernels, t) -> kernels.sgd(t[0], t[1], t[2], t[3], WeightDecay.DECOUPLED));
    }
  }

  /** Given elements, again and again. */
  private static ToDoubleFunction<Random> inOrder(double... values) {
    int[] next = {0};
    return random -> (float) values[next[0]++ % values.length];
  }

  private void elementwise() {
    int n = MILLION;
    add("fill " + n, 0, List.of(written(1, n)), (kernels, t) -> kernels.fill(t[0], 1));
    add(
        "copy " + n,
        0,
        List.of(written(1, n), read(1, n)),
        (kernels, t) -> kernels.copy(t[0], t[1]));
    List<Operand> three = List.of(written(1, n), read(1, n), read(1, n));
    add("add " + n, 1, three, (kernels, t) -> kernels.add(t[0], t[1], t[2]));
    add("multiply " + n, 1, three, (kernels, t) -> kernels.multiply(t[0], t[1], t[2]));
    add("divide " + n, 1, three, (kernels, t) -> kernels.divide(t[0], t[1], t[2]));
    add(
        "scale " + n,
        1,
        List.of(written(1, n), read(1, n), read(1)),
        (kernels, t) -> kernels.scale(t[0], t[1], t[2]));
    add(
        "addScaled " + n,
        1,
        List.of(written(1, n), read(1, n), read(1), read(1, n)),
        (kernels, t) -> kernels.addScaled(t[0], t[1], t[2], t[3]));
    add("sum " + n, n, List.of(written(1), read(1, n)), (kernels, t) -> kernels.sum(t[0], t[1]));
    add(
        "dot " + n,
        n,
        List.of(written(1), read(1, n), read(1, n)),
        (kernels, t) -> kernels.dot(t[0], t[1], t[2]));
  }

  private void counters() {
    add("increment", 0, List.of(updatedInts(1)), (kernels, t) -> kernels.increment(t[0], 1));
    List<Operand> crossing = List.of(updatedInts(1), read(1), indices(9, 1));
    add("firstCrossing", 0, crossing, (kernels, t) -> kernels.firstCrossing(t[0], t[1], 0.9, t[2]));
    add("firstNonFinite", 0, crossing, (kernels, t) -> kernels.firstNonFinite(t[0], t[1], t[2]));
  }

  /** Names of the calls that contain one of the given parts. */
  static List<String> containing(String... parts) {
    return all().keySet().stream()
        .filter(name -> Arrays.stream(parts).anyMatch(name::contains))
        .toList();
  }
}
