import dev.grok.api.backend.Backend;
import dev.grok.api.backend.Backends;
import dev.grok.api.backend.MemoryScope;
import dev.grok.api.backend.Recording;
import dev.grok.api.Tensor;
import dev.grok.api.kernel.Activation;
import dev.grok.api.kernel.AdamRates;
import dev.grok.api.kernel.Kernels;
import dev.grok.api.kernel.Mask;
import dev.grok.api.kernel.Transpose;
import dev.grok.api.kernel.WeightDecay;
import dev.grok.api.kernel.Write;
import java.io.IOException;

/** Single kernels, at the sizes of the paper's models. */
final class KernelBench {
  private static final int TIMES = 16;

  private final Results results;
  private final String us;
  private final Scale scale;

  KernelBench(Results results, String us, Scale scale) {
    this.results = results;
    this.us = us;
    this.scale = scale;
  }

  /** Of the toy model's middle layer in an ensemble, of a layer of the transformer, and a square one. */
  void products() throws IOException {
    int r = scale.of(1024, 4, 2);
    int square = scale.of(2048, 128, 64);
    int rows = scale.of(4494, 64, 16);
    try (Backend backend = Backends.open(GpuSession.backend());
        MemoryScope scope = backend.scope("products")) {
      Kernels k = backend.kernels();
      Tensor x = Operands.random(scope, "x", r, 45, 200);
      Tensor w = Operands.random(scope, "w", r, 200, 200);
      Tensor y = Operands.random(scope, "y", r, 45, 200);
      Tensor bias = Operands.random(scope, "bias", r, 200);
      layer(backend, "45 x 200 x 200", "200 x 200 x 45", Activation.TANH, y, x, w, bias);

      // What the bias and activation cost that a product has not taken in.
      time("bias + tanh 45 x 200", r, backend,
          () -> k.biasActivationForward(y, y, bias, Activation.TANH));

      Tensor inner = Operands.random(scope, "inner", 1, rows, 256);
      layer(
          backend, rows + " x 256 x 256", "256 x 256 x " + rows, Activation.RELU, inner,
          Operands.random(scope, "sequence", 1, rows, 256),
          Operands.random(scope, "weight", 1, 256, 256), Operands.random(scope, "bias", 1, 256));

      Tensor a = Operands.random(scope, "a", 1, square, square);
      Tensor b = Operands.random(scope, "b", 1, square, square);
      Tensor c = scope.floats("c", 1, square, square);
      time("matmul " + square + " cubed", 1, backend,
          () -> k.matmul(c, a, b, Transpose.NONE, Write.OVERWRITE));
    }
  }

  /** A layer's products; the bias and activation may become part of the first. */
  private void layer(
      Backend backend, String forward, String gradient, Activation activation, Tensor y, Tensor x,
      Tensor w, Tensor bias) throws IOException {
    Kernels k = backend.kernels();
    int r = y.replicas();
    time("matmul " + forward, r, backend,
        () -> k.matmul(y, x, w, Transpose.NONE, Write.OVERWRITE));
    time("matmul " + forward + ", bias, activation", r, backend,
        () -> {
          k.matmul(y, x, w, Transpose.NONE, Write.OVERWRITE);
          k.biasActivationForward(y, y, bias, activation);
        });
    try (MemoryScope scope = backend.scope("gradients")) {
      Tensor dW = scope.floats("dW", r, w.shape().axis(1), w.shape().axis(2));
      Tensor dX = scope.floats("dX", r, x.shape().axis(1), x.shape().axis(2));
      time("matmul " + forward + ", dX", r, backend,
          () -> k.matmul(dX, y, w, Transpose.B, Write.OVERWRITE));
      time("matmul " + gradient + ", dW", r, backend,
          () -> k.matmul(dW, x, y, Transpose.A, Write.OVERWRITE));
    }
  }

  /** What is no product. */
  void others() throws IOException {
    int r = scale.of(1024, 4, 2);
    int tokens = scale.of(1024, 64, 16);
    int rows = scale.of(4494, 64, 16);
    try (Backend backend = Backends.open(GpuSession.backend());
        MemoryScope scope = backend.scope("others")) {
      Kernels k = backend.kernels();
      Tensor y = Operands.random(scope, "y", r, 45, 200);
      Tensor dY = Operands.random(scope, "dY", r, 45, 200);
      Tensor bias = Operands.random(scope, "bias", r, 200);
      Tensor dFirst = scope.floats("dFirst", r, 200);
      time("gradient of bias + tanh 45 x 200", r, backend,
          () -> k.biasActivationBackward(
              dY, dFirst, dY, y, bias, y, Activation.TANH, Write.OVERWRITE));

      Tensor w = Operands.random(scope, "w", r, 200, 200);
      Tensor m = Operands.random(scope, "m", r, 200, 200);
      Tensor v = Operands.random(scope, "v", r, 200, 200);
      Tensor g = Operands.random(scope, "g", r, 200, 200);
      // Second moments are not negative.
      k.multiply(v, v, v);
      Tensor count = scope.ints("steps", r);
      Tensor rates = scope.rows("rates", AdamRates.of(1e-3, 0.1).row());
      time("adam 200 x 200", r, backend,
          () -> k.adam(w, m, v, g, count, rates, WeightDecay.DECOUPLED));

      Tensor h = Operands.random(scope, "h", 1, rows, 256);
      Tensor dh = scope.floats("dh", 1, rows, 256);
      Tensor mean = scope.floats("mean", 1, rows);
      Tensor deviation = scope.floats("deviation", 1, rows);
      Tensor weight = Operands.random(scope, "weight", 1, 256);
      Tensor dWeight = scope.floats("dWeight", 1, 256);
      Tensor dBias = Operands.random(scope, "dBias", 1, 256);
      Tensor out = scope.floats("out", 1, rows, 256);
      time("layer norm " + rows + " x 256", 1, backend,
          () -> k.layerNormForward(out, mean, deviation, h, weight, dBias, 1e-5));
      time("its gradients", 1, backend,
          () -> k.layerNormBackward(
              dh, dWeight, dBias, out, h, mean, deviation, weight, Write.OVERWRITE,
              Write.OVERWRITE));
      int pairs = scale.of(2247, 16, 4);
      attention(backend, scope, "attention T = 2, B = " + pairs + ", 1 head of 256",
          pairs, 1, 2, 256, Mask.NONE);
      attention(backend, scope, "attention T = " + tokens + ", 8 heads of 64, causal",
          1, 8, tokens, 64, Mask.CAUSAL);
    }
  }

  private void attention(
      Backend backend, MemoryScope scope, String what, int batch,
      int heads, int tokens, int width, Mask mask) throws IOException {
    Kernels k = backend.kernels();
    int channels = heads * width;
    Tensor qkv = Operands.random(scope, "qkv", 1, batch, tokens, 3 * channels);
    Tensor dQkv = scope.floats("dQkv", 1, batch, tokens, 3 * channels);
    Tensor out = scope.floats("out", 1, batch, tokens, channels);
    Tensor dOut = Operands.random(scope, "dOut", 1, batch, tokens, channels);
    Tensor log = scope.floats("log", 1, batch, heads, tokens);
    Tensor dots = scope.floats("dots", 1, batch, heads, tokens);
    time(what + ", forward", 1, backend, () -> k.attentionForward(out, log, qkv, mask));
    time(what + ", backward", 1, backend,
        () -> k.attentionBackward(dQkv, dots, dOut, out, log, qkv, mask));
  }

  /** Recorded sixteen times over, so that launching it is not what is timed. */
  private void time(String what, int replicas, Backend backend, Runnable call)
      throws IOException {
    try (Recording recording =
        backend.record(
            () -> {
              for (int i = 0; i < TIMES; i++) {
                call.run();
              }
            })) {
      recording.run(2);
      double round = Rounds.best(backend, () -> recording.run(4));
      results.timing(us, what, replicas, round / (4 * TIMES));
    }
  }
}
