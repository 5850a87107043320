package dev.grok.bench.gpu;

import dev.grok.api.Tensor;
import dev.grok.api.backend.Backend;
import dev.grok.api.backend.MemoryScope;
import dev.grok.api.backend.Recording;
import dev.grok.api.kernel.Activation;
import dev.grok.api.kernel.AdamRates;
import dev.grok.api.kernel.Kernels;
import dev.grok.api.kernel.Mask;
import dev.grok.api.kernel.Transpose;
import dev.grok.api.kernel.WeightDecay;
import dev.grok.api.kernel.Write;
import java.io.IOException;

/**
 * Single kernels of whole ensembles, at the sizes of the paper's models. {@code KernelBenchmark}
 * times one replica, and launching and waiting with it.
 */
final class KernelTimings {
  private static final int CALLS = 16;
  private static final int RUNS = 4;

  private final SessionContext context;
  private final Backend backend;
  private final Kernels k;
  private final MemoryScope scope;

  private KernelTimings(SessionContext context, Backend backend, MemoryScope scope) {
    this.context = context;
    this.backend = backend;
    this.k = backend.kernels();
    this.scope = scope;
  }

  static void run(SessionContext context) throws IOException {
    try (Backend backend = context.open();
        MemoryScope scope = backend.scope("products")) {
      new KernelTimings(context, backend, scope).products();
    }
    if (context.choosesByItself()) {
      // Whoever multiplies does not change these.
      try (Backend backend = context.open();
          MemoryScope scope = backend.scope("others")) {
        new KernelTimings(context, backend, scope).others();
      }
    }
  }

  /** The toy model's middle layer in an ensemble, a layer of the transformer, and a square one. */
  private void products() throws IOException {
    int r = context.size().of(1024, 4, 2);
    int square = context.size().of(2048, 128, 64);
    int rows = context.size().of(4494, 64, 16);
    Tensor x = random("x", r, 45, 200);
    Tensor w = random("w", r, 200, 200);
    Tensor y = random("y", r, 45, 200);
    Tensor bias = random("bias", r, 200);
    layer("45 x 200 x 200", "200 x 200 x 45", Activation.TANH, y, x, w, bias);

    // What bias and activation cost by themselves.
    time("bias + tanh 45 x 200", r, () -> k.biasActivationForward(y, y, bias, Activation.TANH));

    layer(
        rows + " x 256 x 256",
        "256 x 256 x " + rows,
        Activation.RELU,
        random("inner", 1, rows, 256),
        random("sequence", 1, rows, 256),
        random("weight", 1, 256, 256),
        random("bias", 1, 256));

    Tensor a = random("a", 1, square, square);
    Tensor b = random("b", 1, square, square);
    Tensor c = scope.floats("c", 1, square, square);
    time(
        "matmul " + square + " cubed", 1, () -> k.matmul(c, a, b, Transpose.NONE, Write.OVERWRITE));
  }

  /** A layer's products; a backend may merge bias and activation into the first. */
  private void layer(
      String forward,
      String gradient,
      Activation activation,
      Tensor y,
      Tensor x,
      Tensor w,
      Tensor bias)
      throws IOException {
    int r = y.replicas();
    Runnable product = () -> k.matmul(y, x, w, Transpose.NONE, Write.OVERWRITE);
    time("matmul " + forward, r, product);
    time(
        "matmul " + forward + ", bias, activation",
        r,
        () -> {
          product.run();
          k.biasActivationForward(y, y, bias, activation);
        });
    try (MemoryScope gradients = backend.scope("gradients")) {
      Tensor dW = gradients.floats("dW", r, w.shape().axis(1), w.shape().axis(2));
      Tensor dX = gradients.floats("dX", r, x.shape().axis(1), x.shape().axis(2));
      time("matmul " + forward + ", dX", r, () -> k.matmul(dX, y, w, Transpose.B, Write.OVERWRITE));
      time(
          "matmul " + gradient + ", dW", r, () -> k.matmul(dW, x, y, Transpose.A, Write.OVERWRITE));
    }
  }

  /** The kernels that are not products. */
  private void others() throws IOException {
    int r = context.size().of(1024, 4, 2);
    int tokens = context.size().of(1024, 64, 16);
    int pairs = context.size().of(2247, 16, 4);
    Tensor y = random("y", r, 45, 200);
    Tensor dY = random("dY", r, 45, 200);
    Tensor bias = random("bias", r, 200);
    Tensor dBias = scope.floats("dBias", r, 200);
    time(
        "gradient of bias + tanh 45 x 200",
        r,
        () ->
            k.biasActivationBackward(dY, dBias, dY, y, bias, y, Activation.TANH, Write.OVERWRITE));
    adam(r);
    layerNorm(context.size().of(4494, 64, 16));
    attention("attention T = 2, B = " + pairs + ", 1 head of 256", pairs, 1, 2, 256, Mask.NONE);
    attention("attention T = " + tokens + ", 8 heads of 64, causal", 1, 8, tokens, 64, Mask.CAUSAL);
  }

  private void adam(int r) throws IOException {
    Tensor w = random("w", r, 200, 200);
    Tensor m = random("m", r, 200, 200);
    Tensor v = random("v", r, 200, 200);
    Tensor g = random("g", r, 200, 200);
    // Second moments are not negative.
    k.multiply(v, v, v);
    Tensor count = scope.ints("steps", r);
    Tensor rates = scope.rows("rates", AdamRates.of(1e-3, 0.1).row());
    time("adam 200 x 200", r, () -> k.adam(w, m, v, g, count, rates, WeightDecay.DECOUPLED));
  }

  private void layerNorm(int rows) throws IOException {
    Tensor in = random("h", 1, rows, 256);
    Tensor dIn = scope.floats("dh", 1, rows, 256);
    Tensor mean = scope.floats("mean", 1, rows);
    Tensor deviation = scope.floats("deviation", 1, rows);
    Tensor weight = random("weight", 1, 256);
    Tensor bias = random("bias", 1, 256);
    Tensor dWeight = scope.floats("dWeight", 1, 256);
    Tensor dBias = scope.floats("dBias", 1, 256);
    Tensor out = scope.floats("out", 1, rows, 256);
    time(
        "layer norm " + rows + " x 256",
        1,
        () -> k.layerNormForward(out, mean, deviation, in, weight, bias, 1e-5));
    time(
        "its gradients",
        1,
        () ->
            k.layerNormBackward(
                dIn,
                dWeight,
                dBias,
                out,
                in,
                mean,
                deviation,
                weight,
                Write.OVERWRITE,
                Write.OVERWRITE));
  }

  private void attention(String what, int batch, int heads, int tokens, int width, Mask mask)
      throws IOException {
    int channels = heads * width;
    Tensor qkv = random("qkv", 1, batch, tokens, 3 * channels);
    Tensor dQkv = scope.floats("dQkv", 1, batch, tokens, 3 * channels);
    Tensor out = scope.floats("out", 1, batch, tokens, channels);
    Tensor dOut = random("dOut", 1, batch, tokens, channels);
    Tensor logSumExp = scope.floats("log", 1, batch, heads, tokens);
    Tensor dots = scope.floats("dots", 1, batch, heads, tokens);
    time(what + ", forward", 1, () -> k.attentionForward(out, logSumExp, qkv, mask));
    time(
        what + ", backward",
        1,
        () -> k.attentionBackward(dQkv, dots, dOut, out, logSumExp, qkv, mask));
  }

  private Tensor random(String name, int... axes) {
    return RandomTensors.floats(scope, name, axes);
  }

  /** Recorded several times over, so that launching it is not what is timed. */
  private void time(String work, int replicas, Runnable call) throws IOException {
    Runnable calls =
        () -> {
          for (int i = 0; i < CALLS; i++) {
            call.run();
          }
        };
    try (Recording recording = backend.record(calls)) {
      recording.run(2);
      double seconds = Stopwatch.fastest(backend, () -> recording.run(RUNS));
      context.results().timing(context.peer(), work, replicas, seconds / (RUNS * CALLS));
    }
  }
}
