package dev.grok.backend.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import dev.grok.api.Backend;
import dev.grok.api.Backends;
import dev.grok.api.GrokException;
import dev.grok.api.MemoryScope;
import dev.grok.api.Recording;
import dev.grok.api.Tensor;
import dev.grok.api.kernel.Activation;
import dev.grok.api.kernel.AdamRates;
import dev.grok.api.kernel.Kernels;
import dev.grok.api.kernel.Transpose;
import dev.grok.api.kernel.WeightDecay;
import dev.grok.api.kernel.Write;
import dev.grok.api.spi.BackendOptions;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.module.ModuleFinder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What the contract does not ask of every backend. */
class CpuBackendTest {
  private static Backend open(int threads) {
    return Backends.open("cpu", BackendOptions.DEFAULT.withThreads(threads));
  }

  private static double[] normal(int n, long seed) {
    return new Random(seed).doubles(n, -1, 1).toArray();
  }

  @Test
  void theVariantIsTheOneThatThisRunIsAbout() {
    try (Backend backend = open(1)) {
      String setting = System.getProperty("grok.cpu.simd");
      assertThat(backend.description().contains("scalar")).isEqualTo("off".equals(setting));
    }
  }

  @Test
  void moduleAndServicesFileNameTheSameProvider() throws IOException {
    Path classes = Path.of("target", "classes");
    List<String> services =
        Files.readAllLines(classes.resolve("META-INF/services/dev.grok.api.spi.BackendProvider"));
    Set<String> provided =
        Set.copyOf(
            ModuleFinder.of(classes)
                .find("dev.grok.backend.cpu")
                .orElseThrow()
                .descriptor()
                .provides()
                .iterator()
                .next()
                .providers());
    assertThat(Set.copyOf(services)).isEqualTo(provided);
  }

  @Test
  void aRecordedStepAllocatesNothing() {
    try (Backend backend = open(1);
        MemoryScope scope = backend.scope("allocation")) {
      Kernels k = backend.kernels();
      Tensor x = scope.floats("x", 2, 45, 37);
      Tensor w = scope.floats("w", 2, 37, 50);
      Tensor dw = scope.floats("dw", 2, 37, 50);
      Tensor m = scope.floats("m", 2, 37, 50);
      Tensor v = scope.floats("v", 2, 37, 50);
      Tensor bias = scope.floats("bias", 2, 50);
      Tensor dBias = scope.floats("dBias", 2, 50);
      Tensor y = scope.floats("y", 2, 45, 50);
      Tensor dy = scope.floats("dy", 2, 45, 50);
      Tensor dx = scope.floats("dx", 2, 45, 37);
      Tensor loss = scope.floats("loss", 2);
      Tensor steps = scope.ints("steps", 2);
      Tensor labels = scope.ints("labels", 2, 45);
      Tensor rates = AdamRates.upload(scope, "rates", List.of(AdamRates.of(1e-3, 0.1)));
      x.write(normal(2 * 45 * 37, 1));
      w.write(normal(2 * 37 * 50, 2));
      try (Recording step =
          backend.record(
              () -> {
                k.matmul(y, x, w, Transpose.NONE, Write.OVERWRITE);
                k.biasActivationForward(y, y, bias, Activation.TANH);
                k.softmaxCrossEntropyForward(loss, y, labels);
                k.meanSquaredErrorForward(loss, y, dy);
                k.meanSquaredErrorBackward(dy, loss, y, y);
                k.biasActivationBackward(
                    dy, dBias, dy, y, bias, y, Activation.TANH, Write.OVERWRITE);
                k.matmul(dw, x, dy, Transpose.A, Write.OVERWRITE);
                k.matmul(dx, dy, w, Transpose.B, Write.OVERWRITE);
                k.adam(w, m, v, dw, steps, rates, WeightDecay.DECOUPLED);
                k.dot(loss, dy, y);
                k.argMaxAccuracy(loss, y, labels);
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

  @Test
  void splittingAProductAmongThreadsChangesNoBit() {
    float[] alone = product(1);
    for (int threads = 2; threads <= 4; threads++) {
      assertThat(product(threads)).as("%d threads", threads).isEqualTo(alone);
    }
  }

  private static float[] product(int threads) {
    int m = 203;
    int n = 301;
    int k = 411;
    try (Backend backend = open(threads);
        MemoryScope scope = backend.scope("product")) {
      Tensor a = scope.floats("a", 1, m, k);
      Tensor b = scope.floats("b", 1, n, k);
      Tensor c = scope.floats("c", 1, m, n);
      a.write(normal(m * k, 1));
      b.write(normal(n * k, 2));
      backend.kernels().matmul(c, a, b, Transpose.B, Write.OVERWRITE);
      return c.floats();
    }
  }

  @Test
  void whatAThreadThrowsArrivesAndTheBackendGoesOn() {
    try (Backend backend = open(2);
        MemoryScope scope = backend.scope("failure")) {
      int replicas = 64;
      Tensor table = scope.floats("table", replicas, 5, 100);
      Tensor ids = scope.ints("ids", replicas, 200, 1);
      Tensor out = scope.floats("out", replicas, 200, 100);
      int[] values = new int[replicas * 200];
      values[replicas * 100] = 5;
      ids.write(values);
      assertThatThrownBy(() -> backend.kernels().embeddingForward(out, table, ids))
          .isInstanceOf(GrokException.class)
          .hasMessageContaining("embeddingForward")
          .hasMessageContaining("0..4");
      ids.write(new int[replicas * 200]);
      backend.kernels().embeddingForward(out, table, ids);
    }
  }

  @Test
  void aRecordingWhoseViewsMixReplicasIsRefused() {
    try (Backend backend = open(1);
        MemoryScope scope = backend.scope("views")) {
      Kernels k = backend.kernels();
      Tensor x = scope.floats("x", 3, 4);
      Tensor out = scope.floats("out", 2, 4);
      // The same number of replicas, but one replica further on.
      assertMixes(
          backend,
          () -> {
            k.fill(x.slice(0, 2), 1);
            k.copy(out, x.slice(1, 3));
          },
          "copy: replicas mix within a recording: x overlaps x of fill in another replica");
      // Written for each replica, then read as what all replicas share.
      assertMixes(
          backend,
          () -> {
            k.fill(x.slice(0, 2), 1);
            k.copy(out, x.slice(0, 1));
          },
          "copy: replicas mix within a recording: x overlaps x of fill in another replica");
      // Read by one call, written for another replica by a later one.
      assertMixes(
          backend,
          () -> {
            k.copy(out, x.slice(1, 3));
            k.fill(x.slice(0, 2), 1);
          },
          "fill: replicas mix within a recording: x overlaps x of copy in another replica");
      // Apart, or the same for each replica: no objection.
      backend
          .record(
              () -> {
                k.fill(x.slice(0, 2), 1);
                k.copy(out, x.slice(0, 2));
                k.copy(out, x.slice(2, 3));
              })
          .close();
    }
  }

  private static void assertMixes(Backend backend, Runnable calls, String sentence) {
    assertThatThrownBy(() -> backend.record(calls))
        .isInstanceOf(GrokException.class)
        .hasMessage(sentence);
  }

  @Test
  void whatCannotBeGivenIsRefused() {
    assertThatThrownBy(() -> Backends.open("cpu:1"))
        .isInstanceOf(GrokException.class)
        .hasMessageContaining("no devices");
    try (Backend backend = open(1);
        MemoryScope scope = backend.scope("too much")) {
      assertThatThrownBy(() -> scope.floats("giant", 1 << 16, 1 << 16))
          .isInstanceOf(GrokException.class)
          .hasMessageContaining("giant");
    }
  }

  @Test
  void aWrongSettingIsAnError() {
    String before = System.getProperty("grok.cpu.simd", "auto");
    System.setProperty("grok.cpu.simd", "perhaps");
    try {
      assertThatThrownBy(() -> Backends.open("cpu"))
          .isInstanceOf(GrokException.class)
          .hasMessageContaining("perhaps");
    } finally {
      System.setProperty("grok.cpu.simd", before);
    }
  }
}
