package dev.grok.backend.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.grok.api.BackendOptions;
import dev.grok.api.Tensor;
import dev.grok.api.backend.Backend;
import dev.grok.api.backend.Backends;
import dev.grok.api.backend.MemoryScope;
import dev.grok.api.backend.Recording;
import dev.grok.api.kernel.Activation;
import dev.grok.api.kernel.Kernels;
import dev.grok.api.kernel.Mask;
import dev.grok.api.kernel.Write;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The kernels of transformers give the same bits whatever computes them, and allocate nothing. */
class LayerBitsTest {
  /**
   * The bits of all outputs, on any machine, in SIMD and scalar code, on any number of threads. It
   * changes only when the arithmetic does, and then on purpose.
   */
  private static final String GOLDEN =
      "cd00fab11a45f6fe85cd9ed17f957147226adadb4677c1434b58adee46597f11";

  /** Calls on tensors of their own, large enough to be split among threads. */
  private static final class Calls implements AutoCloseable {
    private final MemoryScope scope;
    private final Kernels kernels;
    private final Random random = new Random(5);
    private final List<Runnable> calls = new ArrayList<>();
    private final List<Tensor> outputs = new ArrayList<>();

    Calls(Backend backend) {
      scope = backend.scope("layers");
      kernels = backend.kernels();
      for (Activation activation : new Activation[] {Activation.GELU, Activation.LEAKY_RELU}) {
        activation(activation);
      }
      layerNorm();
      for (Mask mask : Mask.values()) {
        attention(300, 2, 5, 33, mask);
        attention(2, 3, 130, 20, mask);
        attention(2, 1, 70, 64, mask);
      }
      dropout();
      products();
    }

    private Tensor in(int... axes) {
      Tensor tensor = scope.floats("in", axes);
      tensor.write(random.doubles(tensor.shape().elements(), -2, 2).toArray());
      return tensor;
    }

    private Tensor out(int... axes) {
      Tensor tensor = scope.floats("out", axes);
      outputs.add(tensor);
      return tensor;
    }

    private Tensor ints(int bound, int... axes) {
      Tensor tensor = scope.ints("ints", axes);
      tensor.write(random.ints(tensor.shape().elements(), 0, bound).toArray());
      return tensor;
    }

    private void activation(Activation activation) {
      Tensor in = in(2, 300, 131);
      Tensor bias = in(2, 131);
      Tensor out = out(2, 300, 131);
      Tensor dOut = in(2, 300, 131);
      Tensor dIn = out(2, 300, 131);
      Tensor dBias = out(2, 131);
      calls.add(() -> kernels.biasActivationForward(out, in, bias, activation));
      calls.add(
          () ->
              kernels.biasActivationBackward(
                  dIn, dBias, dOut, in, bias, out, activation, Write.OVERWRITE));
    }

    private void layerNorm() {
      Tensor out = out(2, 300, 131);
      Tensor mean = out(2, 300);
      Tensor deviation = out(2, 300);
      Tensor in = in(2, 300, 131);
      Tensor weight = in(1, 131);
      Tensor bias = in(1, 131);
      Tensor dOut = in(2, 300, 131);
      calls.add(() -> kernels.layerNormForward(out, mean, deviation, in, weight, bias, 1e-5));
      for (Write write : Write.values()) {
        Tensor dIn = out(2, 300, 131);
        Tensor dWeight = out(2, 131);
        Tensor dBias = out(2, 131);
        calls.add(
            () ->
                kernels.layerNormBackward(
                    dIn, dWeight, dBias, dOut, in, mean, deviation, weight, write, write));
      }
    }

    private void attention(int b, int h, int t, int d, Mask mask) {
      Tensor out = out(1, b, t, h * d);
      Tensor logSumExp = out(1, b, h, t);
      Tensor qkv = in(1, b, t, 3 * h * d);
      Tensor dQkv = out(1, b, t, 3 * h * d);
      Tensor workspace = out(1, b, h, t);
      Tensor dOut = in(1, b, t, h * d);
      calls.add(() -> kernels.attentionForward(out, logSumExp, qkv, mask));
      calls.add(() -> kernels.attentionBackward(dQkv, workspace, dOut, out, logSumExp, qkv, mask));
    }

    private void dropout() {
      Tensor out = out(2, 40_001);
      Tensor in = in(2, 40_001);
      Tensor rate = scope.floats("rate", 2);
      rate.write(0.1, 0.7);
      Tensor seed = ints(1 << 30, 2, 2);
      Tensor counter = ints(9, 2);
      calls.add(() -> kernels.dropout(out, in, rate, seed, counter, 3));
    }

    private void products() {
      Tensor out = out(2, 2_000, 7, 7);
      Tensor table = in(2, 20, 7, 7);
      Tensor ids = ints(20, 2, 2_000, 2);
      Tensor dOut = in(2, 2_000, 7, 7);
      Tensor dTable = out(2, 20, 7, 7);
      calls.add(() -> kernels.embeddingProductForward(out, table, ids));
      calls.add(() -> kernels.embeddingProductBackward(dTable, dOut, table, ids, Write.OVERWRITE));
    }

    String digest() {
      try {
        MessageDigest sha = MessageDigest.getInstance("SHA-256");
        for (Tensor output : outputs) {
          ByteBuffer bytes = ByteBuffer.allocate((int) (4 * output.shape().elements()));
          for (float value : output.floats()) {
            bytes.putFloat(value);
          }
          sha.update(bytes.array());
        }
        return HexFormat.of().formatHex(sha.digest());
      } catch (NoSuchAlgorithmException e) {
        throw new AssertionError(e);
      }
    }

    @Override
    public void close() {
      scope.close();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void theBitsAreThoseOfEveryMachine(int threads) {
    try (Backend backend = Backends.open("cpu", BackendOptions.DEFAULT.withThreads(threads));
        Calls calls = new Calls(backend)) {
      calls.calls.forEach(Runnable::run);
      assertThat(calls.digest()).isEqualTo(GOLDEN);
    }
  }

  @Test
  void aRecordedCallAllocatesNothing() {
    try (Backend backend = Backends.open("cpu", BackendOptions.DEFAULT.withThreads(1));
        MemoryScope scope = backend.scope("allocation")) {
      Kernels k = backend.kernels();
      Tensor x = scope.floats("x", 1, 26, 40);
      x.write(new Random(1).doubles(26 * 40, -2, 2).toArray());
      Tensor y = scope.floats("y", 1, 26, 40);
      Tensor dx = scope.floats("dx", 1, 26, 40);
      Tensor dy = scope.floats("dy", 1, 26, 40);
      Tensor row = scope.floats("row", 1, 40);
      Tensor dRow = scope.floats("dRow", 1, 40);
      Tensor other = scope.floats("other", 1, 40);
      Tensor mean = scope.floats("mean", 1, 26);
      Tensor deviation = scope.floats("deviation", 1, 26);
      Tensor packed = scope.floats("packed", 1, 2, 13, 60);
      packed.write(new Random(2).doubles(2 * 13 * 60, -2, 2).toArray());
      Tensor attended = scope.floats("attended", 1, 2, 13, 20);
      Tensor dPacked = scope.floats("dPacked", 1, 2, 13, 60);
      Tensor logs = scope.floats("logs", 1, 2, 2, 13);
      Tensor dots = scope.floats("dots", 1, 2, 2, 13);
      Tensor rate = scope.floats("rate", 1);
      rate.write(0.1);
      Tensor seed = scope.ints("seed", 1, 2);
      Tensor steps = scope.ints("steps", 1);
      Tensor batch = scope.ints("batch", 1, 3);
      Tensor order = scope.ints("order", 1, 11);
      try (Recording step =
          backend.record(
              () -> {
                k.biasActivationForward(y, x, row, Activation.GELU);
                k.biasActivationBackward(dx, dRow, dy, x, row, y, Activation.GELU, Write.OVERWRITE);
                k.layerNormForward(y, mean, deviation, x, row, row, 1e-5);
                k.layerNormBackward(
                    dx, dRow, other, dy, x, mean, deviation, row, Write.OVERWRITE, Write.OVERWRITE);
                k.attentionForward(attended, logs, packed, Mask.CAUSAL);
                k.attentionBackward(dPacked, dots, attended, attended, logs, packed, Mask.CAUSAL);
                k.dropout(y, x, rate, seed, steps, 0);
                k.shuffledBatch(batch, order, seed, steps);
                k.increment(steps, 1);
              })) {
        step.run(30_000);
        ThreadMXBean bean = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long id = Thread.currentThread().getId();
        long before = bean.getThreadAllocatedBytes(id);
        step.run(1_000);
        long allocated = bean.getThreadAllocatedBytes(id) - before;
        // Less than a byte a step: what remains is the call of run itself.
        assertThat(allocated).isLessThan(1_000);
      }
    }
  }
}
