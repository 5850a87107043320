package dev.grok.bench.gpu;

import dev.grok.api.Tensor;
import dev.grok.api.backend.Backend;
import dev.grok.api.backend.MemoryScope;
import dev.grok.api.backend.Recording;
import dev.grok.api.kernel.Activation;
import dev.grok.api.kernel.Lengths;
import dev.grok.api.kernel.Mask;
import dev.grok.api.kernel.Transpose;
import dev.grok.api.kernel.WeightDecay;
import dev.grok.bench.Call;
import dev.grok.testkit.call.Catalog;
import dev.grok.testkit.call.KernelCall;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * Single kernels of whole ensembles, at the sizes of the paper's models. {@code KernelBenchmark}
 * times one replica, and launching and waiting with it.
 */
record KernelTimings(SessionContext context, Backend backend) {
  private static final int CALLS = 16;
  private static final int RUNS = 4;

  /** A layer in place: its activations overwrite the product. */
  private static final Map<String, String> IN_PLACE = Map.of("c", "in", "out", "in");

  /** The gradient of such a layer, in place too. */
  private static final Map<String, String> GRADIENT_IN_PLACE = Map.of("dIn", "dOut", "in", "out");

  static void run(SessionContext context) throws IOException {
    try (Backend backend = context.open()) {
      new KernelTimings(context, backend).products();
    }
    if (context.choosesByItself()) {
      // Whoever multiplies does not change these.
      try (Backend backend = context.open()) {
        new KernelTimings(context, backend).others();
      }
    }
  }

  /** The toy model's middle layer in an ensemble, a layer of the transformer, and a square one. */
  private void products() throws IOException {
    int r = context.size().of(1024, 4, 2);
    int square = context.size().of(2048, 128, 64);
    layer(r, 45, 200, Activation.TANH);
    // What bias and activation cost by themselves.
    time("bias + tanh 45 x 200", r, IN_PLACE, bias("Forward", 45, 200, Activation.TANH));
    layer(1, context.size().of(4494, 64, 16), 256, Activation.RELU);
    time("matmul " + square + " cubed", 1, matmul(square, square, square, Transpose.NONE));
  }

  /** A square layer's products; a backend may merge bias and activation into the first. */
  private void layer(int r, int rows, int width, Activation activation) throws IOException {
    String forward = "matmul " + rows + " x " + width + " x " + width;
    String gradient = "matmul " + width + " x " + width + " x " + rows;
    KernelCall product = matmul(rows, width, width, Transpose.NONE);
    KernelCall bias = bias("Forward", rows, width, activation);
    time(forward, r, product);
    time(forward + ", bias, activation", r, IN_PLACE, product, bias);
    time(forward + ", dX", r, matmul(rows, width, width, Transpose.B));
    time(gradient + ", dW", r, matmul(width, width, rows, Transpose.A));
  }

  /** The kernels that are not products. */
  private void others() throws IOException {
    int r = context.size().of(1024, 4, 2);
    int tokens = context.size().of(1024, 64, 16);
    int pairs = context.size().of(2247, 16, 4);
    int rows = context.size().of(4494, 64, 16);
    KernelCall gradient = bias("Backward", 45, 200, Activation.TANH);
    time("gradient of bias + tanh 45 x 200", r, GRADIENT_IN_PLACE, gradient);
    Lengths parameters = Lengths.of("R 1 ... 200 200");
    time("adam 200 x 200", r, Catalog.of("adam").call(parameters, WeightDecay.DECOUPLED));
    Lengths sequence = rows(rows, 256);
    time("layer norm " + rows + " x 256", 1, Catalog.of("layerNormForward").call(sequence));
    time("its gradients", 1, Catalog.of("layerNormBackward").call(sequence));
    String twoTokens = "attention T = 2, B = " + pairs + ", 1 head of 256";
    attention(twoTokens, rows(pairs, 256).with("H", 1).with("T", 2), Mask.NONE);
    String causal = "attention T = " + tokens + ", 8 heads of 64, causal";
    attention(causal, rows(1, 512).with("H", 8).with("T", tokens), Mask.CAUSAL);
  }

  private void attention(String what, Lengths lengths, Mask mask) throws IOException {
    time(what + ", forward", 1, Catalog.of("attentionForward").call(lengths, mask));
    time(what + ", backward", 1, Catalog.of("attentionBackward").call(lengths, mask));
  }

  private static KernelCall matmul(int m, int n, int k, Transpose transpose) {
    Lengths lengths = Lengths.of("R 1 M %d N %d K %d".formatted(m, n, k));
    return Catalog.of("matmul").call(lengths, transpose);
  }

  private static KernelCall bias(String direction, int rows, int width, Activation activation) {
    return Catalog.of("biasActivation" + direction).call(rows(rows, width), activation);
  }

  private static Lengths rows(int rows, int columns) {
    return Lengths.of("R 1 B %d C %d".formatted(rows, columns));
  }

  private void time(String work, int replicas, KernelCall call) throws IOException {
    time(work, replicas, Map.of(), call);
  }

  /** Recorded several times over, so that launching it is not what is timed. */
  private void time(String work, int replicas, Map<String, String> aliases, KernelCall... parts)
      throws IOException {
    Call call = new Call(work, List.of(parts), aliases);
    try (MemoryScope scope = backend.scope(work)) {
      Map<String, Tensor> operands = call.upload(scope, replicas);
      Runnable calls =
          () -> {
            for (int i = 0; i < CALLS; i++) {
              call.run(backend.kernels(), operands);
            }
          };
      try (Recording recording = backend.record(calls)) {
        recording.run(2);
        context.time(backend, work, replicas, RUNS * CALLS, () -> recording.run(RUNS));
      }
    }
  }
}
