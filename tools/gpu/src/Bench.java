import dev.grok.api.Backend;
import dev.grok.api.Backends;
import dev.grok.api.MemoryScope;
import dev.grok.api.OutOfDeviceMemoryException;
import dev.grok.api.Recording;
import dev.grok.api.Tensor;
import dev.grok.api.kernel.Activation;
import dev.grok.api.kernel.AdamRates;
import dev.grok.api.kernel.Kernels;
import dev.grok.api.kernel.Mask;
import dev.grok.api.kernel.Transpose;
import dev.grok.api.kernel.WeightDecay;
import dev.grok.api.kernel.Write;
import dev.grok.models.architecture.Transformer;
import dev.grok.models.task.ModularTask;
import dev.grok.models.train.Batches;
import dev.grok.models.train.Ensemble;
import dev.grok.models.train.Experiment;
import dev.grok.models.train.OptimizerSettings;
import dev.grok.models.train.Thresholds;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Training steps, whose work is that of peers.py, and the kernels that make them up. */
final class Bench {
  private static final int NEVER = 1 << 30;
  private static final int REPEATS = 5;

  private Bench() {}

  static boolean run(Results results, Scale scale) throws IOException {
    String us = "grok " + GpuSession.backend();
    if (!GpuSession.matmul().equals("auto")) {
      us += ", " + GpuSession.matmul();
    }
    int steps = scale.of(300, 20, 2);
    int[] many = scale.of(new int[] {1, 64, 256, 1024, 4096}, new int[] {1, 64}, new int[] {1, 4});
    for (int replicas : many) {
      try {
        results.timing(us, "toy", replicas, step(toy(replicas, NEVER), steps));
        results.timing(us, "toy with accuracies", replicas, step(toy(replicas, 1), steps));
      } catch (OutOfDeviceMemoryException e) {
        System.out.printf("left out: toy, R=%d: %s%n", replicas, e.getMessage());
      }
    }
    if (scale != Scale.TINY) {
      results.timing(
          us, "transformer", 1, step(List.of(transformer()), scale.of(100, 2, 0)));
    }
    kernels(results, us, scale);
    return true;
  }

  private static List<Experiment> toy(int replicas, int evaluateEvery) {
    List<Experiment> experiments = new ArrayList<>();
    for (int r = 0; r < replicas; r++) {
      double rate = Math.pow(10, -5 + 3.0 * r / Math.max(1, replicas - 1));
      double decay = 10.0 * r / Math.max(1, replicas - 1);
      experiments.add(
          Experiment.paper(r)
              .withDecoder(OptimizerSettings.adamw(rate, decay))
              .withEvaluateEvery(evaluateEvery));
    }
    return experiments;
  }

  private static Experiment transformer() {
    return new Experiment(
        new ModularTask(53, ModularTask.Operation.ADDITION, true),
        2247,
        Transformer.PAPER,
        OptimizerSettings.adamw(1e-3, 0.01),
        OptimizerSettings.adamw(1e-3, 0),
        Batches.FULL,
        Thresholds.TABLE_1,
        NEVER,
        0);
  }

  /** Seconds a step: the best of several rounds, as peers.py has it. */
  private static double step(List<Experiment> replicas, int steps) {
    try (Backend backend = Backends.open(GpuSession.backend());
        Ensemble ensemble = Ensemble.create(backend, replicas)) {
      ensemble.run(Math.min(steps, 20));
      backend.synchronize();
      double best = Double.POSITIVE_INFINITY;
      for (int i = 0; i < REPEATS; i++) {
        long start = System.nanoTime();
        ensemble.run(steps);
        backend.synchronize();
        best = Math.min(best, (System.nanoTime() - start) * 1e-9 / steps);
      }
      return best;
    }
  }

  private static void kernels(Results results, String us, Scale scale) throws IOException {
    int r = scale.of(1024, 4, 2);
    int square = scale.of(2048, 128, 64);
    int tokens = scale.of(1024, 64, 16);
    int rows = scale.of(4494, 64, 16);
    try (Backend backend = Backends.open(GpuSession.backend());
        MemoryScope scope = backend.scope("kernels")) {
      Kernels k = backend.kernels();
      Tensor x = Operands.random(scope, "x", r, 45, 200);
      Tensor w = Operands.random(scope, "w", r, 200, 200);
      Tensor y = Operands.random(scope, "y", r, 45, 200);
      Tensor bias = Operands.random(scope, "bias", r, 200);
      Tensor dFirst = scope.floats("dFirst", r, 200);
      Tensor m = Operands.random(scope, "m", r, 200, 200);
      Tensor v = Operands.random(scope, "v", r, 200, 200);
      Tensor g = Operands.random(scope, "g", r, 200, 200);
      // Second moments are not negative.
      k.multiply(v, v, v);
      Tensor count = scope.ints("steps", r);
      Tensor rates = AdamRates.upload(scope, "rates", List.of(AdamRates.of(1e-3, 0.1)));
      time(results, us, "matmul 45 x 200 x 200", r, backend,
          () -> k.matmul(y, x, w, Transpose.NONE, Write.OVERWRITE));
      time(results, us, "matmul 45 x 200 x 200, dX", r, backend,
          () -> k.matmul(x, y, w, Transpose.B, Write.OVERWRITE));
      time(results, us, "matmul 200 x 200 x 45, dW", r, backend,
          () -> k.matmul(g, x, y, Transpose.A, Write.OVERWRITE));
      time(results, us, "matmul 45 x 200 x 200, bias, tanh", r, backend,
          () -> {
            k.matmul(y, x, w, Transpose.NONE, Write.OVERWRITE);
            k.biasActivationForward(y, y, bias, Activation.TANH);
          });
      time(results, us, "bias + tanh 45 x 200", r, backend,
          () -> k.biasActivationForward(y, y, bias, Activation.TANH));
      time(results, us, "its gradient", r, backend,
          () -> k.biasActivationBackward(
              x, dFirst, x, y, bias, y, Activation.TANH, Write.OVERWRITE));
      time(results, us, "adam 200 x 200", r, backend,
          () -> k.adam(w, m, v, g, count, rates, WeightDecay.DECOUPLED));

      Tensor a = Operands.random(scope, "a", 1, square, square);
      Tensor b = Operands.random(scope, "b", 1, square, square);
      Tensor c = scope.floats("c", 1, square, square);
      time(results, us, "matmul " + square + " cubed", 1, backend,
          () -> k.matmul(c, a, b, Transpose.NONE, Write.OVERWRITE));

      // The transformer's: a layer, whose bias and activation its product may take in, and its gradients.
      Tensor sequence = Operands.random(scope, "sequence", 1, rows, 256);
      Tensor inner = Operands.random(scope, "inner", 1, rows, 256);
      Tensor square256 = Operands.random(scope, "square", 1, 256, 256);
      Tensor bias256 = Operands.random(scope, "bias256", 1, 256);
      time(results, us, "matmul " + rows + " x 256 x 256, bias, ReLU", 1, backend,
          () -> {
            k.matmul(inner, sequence, square256, Transpose.NONE, Write.OVERWRITE);
            k.biasActivationForward(inner, inner, bias256, Activation.RELU);
          });
      time(results, us, "matmul " + rows + " x 256 x 256, dX", 1, backend,
          () -> k.matmul(sequence, inner, square256, Transpose.B, Write.OVERWRITE));
      time(results, us, "matmul 256 x 256 x " + rows + ", dW", 1, backend,
          () -> k.matmul(square256, sequence, inner, Transpose.A, Write.OVERWRITE));

      Tensor h = Operands.random(scope, "h", 1, rows, 256);
      Tensor dh = scope.floats("dh", 1, rows, 256);
      Tensor mean = scope.floats("mean", 1, rows);
      Tensor deviation = scope.floats("deviation", 1, rows);
      Tensor weight = Operands.random(scope, "weight", 1, 256);
      Tensor dWeight = scope.floats("dWeight", 1, 256);
      Tensor dBias = Operands.random(scope, "dBias", 1, 256);
      Tensor out = scope.floats("out", 1, rows, 256);
      time(results, us, "layer norm " + rows + " x 256", 1, backend,
          () -> k.layerNormForward(out, mean, deviation, h, weight, dBias, 1e-5));
      time(results, us, "its gradients", 1, backend,
          () -> k.layerNormBackward(
              dh, dWeight, dBias, out, h, mean, deviation, weight, Write.OVERWRITE,
              Write.OVERWRITE));
      int pairs = scale.of(2247, 16, 4);
      attention(results, us, backend, scope, "attention T = 2, B = " + pairs + ", 1 head of 256",
          pairs, 1, 2, 256, Mask.NONE);
      attention(results, us, backend, scope, "attention T = " + tokens + ", 8 heads of 64, causal",
          1, 8, tokens, 64, Mask.CAUSAL);
    }
  }

  private static void attention(
      Results results, String us, Backend backend, MemoryScope scope, String what, int batch,
      int heads, int tokens, int width, Mask mask) throws IOException {
    Kernels k = backend.kernels();
    int channels = heads * width;
    Tensor qkv = Operands.random(scope, "qkv", 1, batch, tokens, 3 * channels);
    Tensor dQkv = scope.floats("dQkv", 1, batch, tokens, 3 * channels);
    Tensor out = scope.floats("out", 1, batch, tokens, channels);
    Tensor dOut = Operands.random(scope, "dOut", 1, batch, tokens, channels);
    Tensor log = scope.floats("log", 1, batch, heads, tokens);
    Tensor dots = scope.floats("dots", 1, batch, heads, tokens);
    time(results, us, what + ", forward", 1, backend, () -> k.attentionForward(out, log, qkv, mask));
    time(results, us, what + ", backward", 1, backend,
        () -> k.attentionBackward(dQkv, dots, dOut, out, log, qkv, mask));
  }

  /** Recorded sixteen times over, so that launching it is not what is timed. */
  private static void time(
      Results results, String us, String what, int replicas, Backend backend, Runnable call)
      throws IOException {
    int times = 16;
    try (Recording recording =
        backend.record(
            () -> {
              for (int i = 0; i < times; i++) {
                call.run();
              }
            })) {
      recording.run(2);
      backend.synchronize();
      double best = Double.POSITIVE_INFINITY;
      for (int i = 0; i < REPEATS; i++) {
        long start = System.nanoTime();
        recording.run(4);
        backend.synchronize();
        best = Math.min(best, (System.nanoTime() - start) * 1e-9 / (4 * times));
      }
      results.timing(us, what, replicas, best);
    }
  }
}
