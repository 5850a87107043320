package dev.grok.backend.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.grok.api.Backend;
import dev.grok.api.Backends;
import dev.grok.api.GrokException;
import dev.grok.api.MemoryScope;
import dev.grok.api.OutOfDeviceMemoryException;
import dev.grok.api.Recording;
import dev.grok.api.Tensor;
import dev.grok.api.kernel.AdamRates;
import dev.grok.api.kernel.Kernels;
import dev.grok.api.kernel.Transpose;
import dev.grok.api.kernel.WeightDecay;
import dev.grok.api.kernel.Write;
import dev.grok.backend.cuda.SimulatedDevice.Counter;
import dev.grok.backend.cuda.SimulatedDevice.Setting;
import java.io.IOException;
import java.lang.module.ModuleFinder;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the contract does not ask of every backend: faults, graphs, the cache, the end. */
class CudaBackendTest extends OnSimulatedDevice {
  private static void requireUsable(Backend backend) {
    try (MemoryScope scope = backend.scope("still usable")) {
      Tensor tensor = scope.floats("tensor", 2, 100);
      backend.kernels().fill(tensor, 3);
      assertThat(tensor.floats()).containsOnly(3);
    }
  }

  @Test
  void outOfMemoryNamesTheTensorAndLeavesTheBackendUsable() {
    device.set(Setting.MEMORY_LIMIT, 1_000_000);
    try (Backend backend = Backends.open("cuda");
        MemoryScope scope = backend.scope("too much")) {
      scope.floats("first", 1000, 100);
      assertThatThrownBy(() -> scope.floats("second", 2000, 100))
          .isInstanceOf(OutOfDeviceMemoryException.class)
          .hasMessage(
              "cannot allocate second on Simulated CUDA device: it takes 800000 bytes, this backend"
                  + " already holds 400000, the device has 600000 of 1000000 free");
      requireUsable(backend);
    }
  }

  @Test
  void aBackendThatCannotOpenHoldsNothing() {
    // Of the host's memory through which arrays go to the device.
    device.set(Setting.FAIL_ALLOCATION, 1);
    assertThatThrownBy(() -> Backends.open("cuda"))
        .isInstanceOf(OutOfDeviceMemoryException.class)
        .hasMessage("cudaMallocHost failed: cudaErrorMemoryAllocation (out of memory)");
    assertThat(device.held()).isEmpty();
  }

  @Test
  void itPrefersSeveralReplicasForEachMultiprocessor() {
    try (Backend backend = Backends.open("cuda")) {
      // The simulated device says that it has four.
      assertThat(backend.preferredReplicas()).isEqualTo(6 * 4);
    }
  }

  @Test
  void anAllocationThatFailsAnywhereLeavesNothingBehind() {
    // Of a tensor, of cuBLAS's workspace, of a recording's scratch memory.
    try (Backend backend = Backends.open("cuda");
        MemoryScope scope = backend.scope("allocation")) {
      device.set(Setting.FAIL_ALLOCATION, 1);
      assertThatThrownBy(() -> scope.floats("third", 1, 3))
          .hasMessageStartingWith("cannot allocate third on ");
      Tensor a = scope.floats("a", 1, 170, 170);
      Tensor c = scope.floats("c", 1, 170, 170);
      device.set(Setting.FAIL_ALLOCATION, 1);
      assertThatThrownBy(() -> backend.kernels().matmul(c, a, a, Transpose.NONE, Write.OVERWRITE))
          .hasMessageStartingWith("cannot allocate the workspace of cuBLAS on ");
      Tensor logits = scope.floats("logits", 1, 1000, 3);
      Tensor labels = scope.ints("labels", 1, 1000);
      Tensor loss = scope.floats("loss", 1);
      Runnable call = () -> backend.kernels().softmaxCrossEntropyForward(loss, logits, labels);
      device.set(Setting.FAIL_ALLOCATION, 1);
      assertThatThrownBy(call::run).hasMessageStartingWith("cannot allocate scratch memory on ");
      device.set(Setting.FAIL_ALLOCATION, 1);
      assertThatThrownBy(() -> backend.record(call))
          .hasMessageStartingWith("cannot allocate scratch memory of a recording on ");
      call.run();
      // A thousand additions, of which none may lose more than a rounding.
      assertThat(loss.floats()[0]).isCloseTo((float) Math.log(3), within(1000 * Math.ulp(1f)));
      requireUsable(backend);
    }
  }

  @Test
  void aFailingLaunchIsNamedAndLeavesTheBackendUsable() {
    try (Backend backend = Backends.open("cuda");
        MemoryScope scope = backend.scope("launch")) {
      Tensor tensor = scope.floats("tensor", 1, 3);
      device.set(Setting.FAIL_LAUNCH, 1);
      assertThatThrownBy(() -> backend.kernels().fill(tensor, 1))
          .isInstanceOf(GrokException.class)
          .hasMessage("cuLaunchKernel(fill) failed: cudaErrorLaunchOutOfResources");
      requireUsable(backend);
    }
  }

  @Test
  void aRecordingThatFailsLeavesNothingBehind() {
    try (Backend backend = Backends.open("cuda");
        MemoryScope scope = backend.scope("recording")) {
      Kernels k = backend.kernels();
      Tensor tensor = scope.floats("tensor", 1, 3);
      Runnable calls =
          () -> {
            k.fill(tensor, 1);
            k.add(tensor, tensor, tensor);
          };
      device.set(Setting.FAIL_LAUNCH, 2);
      assertThatThrownBy(() -> backend.record(calls)).hasMessageContaining("cuLaunchKernel(add)");
      device.set(Setting.FAIL_INSTANTIATION, 1);
      assertThatThrownBy(() -> backend.record(calls))
          .isInstanceOf(OutOfDeviceMemoryException.class)
          .hasMessage("cudaGraphInstantiate failed: cudaErrorMemoryAllocation (out of memory)");
      assertThat(device.get(Counter.GRAPHS)).isZero();
      assertThat(device.get(Counter.GRAPH_EXECS)).isZero();
      try (Recording recording = backend.record(calls)) {
        recording.run(1);
        assertThat(tensor.floats()).containsOnly(2);
      }
    }
  }

  @Test
  void aFailingCompilationIsNamedWithTheCompilersWords(@TempDir Path cache) {
    withCache(
        cache,
        () -> {
          try (Backend backend = Backends.open("cuda");
              MemoryScope scope = backend.scope("compilation")) {
            Tensor tensor = scope.floats("tensor", 1, 3);
            device.set(Setting.FAIL_COMPILATION, 1);
            assertThatThrownBy(() -> backend.kernels().fill(tensor, 1))
                .isInstanceOf(GrokException.class)
                .hasMessageContaining("nvrtcCompileProgram failed on elementwise.cu")
                .hasMessageContaining("NVRTC_ERROR_COMPILATION")
                .hasMessageContaining("a fault was asked for");
            requireUsable(backend);
          }
        });
  }

  @Test
  void kernelsAreCompiledOnceAndAgainIfTheFileWasDamaged(@TempDir Path cache) {
    withCache(
        cache,
        () -> {
          long before = device.get(Counter.COMPILATIONS);
          openAndFill();
          assertThat(device.get(Counter.COMPILATIONS)).isEqualTo(before + 1);
          openAndFill();
          assertThat(device.get(Counter.COMPILATIONS)).isEqualTo(before + 1);
          damage(cache);
          openAndFill();
          assertThat(device.get(Counter.COMPILATIONS)).isEqualTo(before + 2);
          device.set(Setting.CAPABILITY, 80);
          openAndFill();
          assertThat(device.get(Counter.COMPILATIONS)).isEqualTo(before + 3);
        });
  }

  private static void openAndFill() {
    try (Backend backend = Backends.open("cuda")) {
      requireUsable(backend);
    }
  }

  private static void damage(Path cache) {
    try (Stream<Path> files = Files.list(cache)) {
      Path file = files.findFirst().orElseThrow();
      byte[] content = Files.readAllBytes(file);
      content[content.length / 2] ^= 1;
      Files.write(file, content);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static void withCache(Path cache, Runnable test) {
    SimulatedDevice.withProperty(CudaSettings.CACHE, cache.toString(), test);
  }

  @Test
  void aRecordedStepIsOneGraphLaunchAndItsUpdatesOneKernel() {
    try (Backend backend = Backends.open("cuda");
        MemoryScope scope = backend.scope("recording")) {
      Kernels k = backend.kernels();
      Tensor steps = scope.ints("steps", 3);
      Tensor rates = AdamRates.upload(scope, "rates", List.of(AdamRates.of(1e-3, 0.1)));
      Tensor other = AdamRates.upload(scope, "other rates", List.of(AdamRates.of(1e-2, 0)));
      Tensor[] p = new Tensor[5];
      Tensor[] m = new Tensor[5];
      Tensor[] v = new Tensor[5];
      Tensor[] g = new Tensor[5];
      for (int i = 0; i < p.length; i++) {
        p[i] = scope.floats("p" + i, 3, 10 + 5000 * i);
        m[i] = scope.floats("m" + i, 3, 10 + 5000 * i);
        v[i] = scope.floats("v" + i, 3, 10 + 5000 * i);
        g[i] = scope.floats("g" + i, 3, 10 + 5000 * i);
        k.fill(g[i], i - 2);
      }
      backend.synchronize();
      try (Recording recording =
          backend.record(
              () -> {
                for (int i = 0; i < p.length; i++) {
                  Tensor own = i == 0 ? other : rates;
                  WeightDecay decay = i == 0 ? WeightDecay.NONE : WeightDecay.DECOUPLED;
                  k.adam(p[i], m[i], v[i], g[i], steps, own, decay);
                }
                k.increment(steps, 1);
              })) {
        long launches = device.get(Counter.LAUNCHES);
        long graphs = device.get(Counter.GRAPH_LAUNCHES);
        recording.run(10);
        backend.synchronize();
        assertThat(device.get(Counter.GRAPH_LAUNCHES) - graphs).isEqualTo(10);
        assertThat(device.get(Counter.LAUNCHES) - launches).isEqualTo(2 * 10);
        assertThat(steps.ints()).containsOnly(10);
      }
      float[][] merged = Arrays.stream(p).map(Tensor::floats).toArray(float[][]::new);
      // The same by calls of their own.
      for (int i = 0; i < p.length; i++) {
        for (Tensor tensor : List.of(p[i], m[i], v[i])) {
          k.fill(tensor, 0);
        }
      }
      steps.write(0, 0, 0);
      for (int step = 0; step < 10; step++) {
        for (int i = 0; i < p.length; i++) {
          Tensor own = i == 0 ? other : rates;
          WeightDecay decay = i == 0 ? WeightDecay.NONE : WeightDecay.DECOUPLED;
          k.adam(p[i], m[i], v[i], g[i], steps, own, decay);
        }
        k.increment(steps, 1);
      }
      for (int i = 0; i < p.length; i++) {
        assertThat(p[i].floats()).isEqualTo(merged[i]);
      }
    }
  }

  @Test
  void updatesThatDependOnEachOtherStayApart() {
    try (Backend backend = Backends.open("cuda");
        MemoryScope scope = backend.scope("recording")) {
      Kernels k = backend.kernels();
      Tensor steps = scope.ints("steps", 1);
      Tensor rates = AdamRates.upload(scope, "rates", List.of(AdamRates.of(1e-3, 0)));
      Tensor p = scope.floats("p", 1, 10);
      Tensor m = scope.floats("m", 1, 10);
      Tensor v = scope.floats("v", 1, 10);
      Tensor g = scope.floats("g", 1, 10);
      k.fill(g, 1);
      backend.synchronize();
      try (Recording recording =
          backend.record(
              () -> {
                k.adam(p, m, v, g, steps, rates, WeightDecay.NONE);
                k.adam(p, m, v, g, steps, rates, WeightDecay.NONE);
              })) {
        long launches = device.get(Counter.LAUNCHES);
        recording.run(1);
        backend.synchronize();
        assertThat(device.get(Counter.LAUNCHES) - launches).isEqualTo(2);
      }
    }
  }

  @Test
  void noCallIsMadeAfterClose() {
    Backend backend = Backends.open("cuda");
    MemoryScope scope = backend.scope("left open");
    Tensor tensor = scope.floats("tensor", 1, 3);
    Recording recording = backend.record(() -> backend.kernels().fill(tensor, 1));
    recording.run(3);
    assertThatThrownBy(backend::close).hasMessageContaining("left open");
    long calls = device.get(Counter.CALLS);
    recording.close();
    scope.close();
    backend.close();
    assertThatThrownBy(() -> recording.run(1)).isInstanceOf(GrokException.class);
    assertThatThrownBy(tensor::floats).isInstanceOf(GrokException.class);
    assertThatThrownBy(backend::synchronize).hasMessage("backend cuda is closed");
    assertThatThrownBy(() -> backend.record(() -> {})).hasMessage("backend cuda is closed");
    assertThat(device.get(Counter.CALLS)).isEqualTo(calls);
  }

  @Test
  void aDeviceIsChosenByItsNumber() {
    device.set(Setting.DEVICES, 2);
    try (Backend second = Backends.open("cuda:1")) {
      requireUsable(second);
    }
    assertThatThrownBy(() -> Backends.open("cuda:2"))
        .isInstanceOf(GrokException.class)
        .hasMessageContaining(
            "there is no device cuda:2, the driver finds 2; name one from cuda:0");
    assertThatThrownBy(() -> Backends.open("cuda:x")).hasMessageContaining("cuda:0, cuda:1");
  }

  @Test
  void anotherThreadMayUseIt() throws InterruptedException {
    try (Backend backend = Backends.open("cuda")) {
      Thread thread = new Thread(() -> requireUsable(backend));
      thread.start();
      thread.join();
      requireUsable(backend);
    }
  }

  @Test
  void aWrongSettingIsAnError() {
    SimulatedDevice.withProperty(
        CudaSettings.MATMUL,
        "perhaps",
        () ->
            assertThatThrownBy(() -> Backends.open("cuda"))
                .isInstanceOf(GrokException.class)
                .hasMessage("-Dgrok.cuda.matmul must be auto, exact or cublas: perhaps"));
  }

  @Test
  void moduleAndServicesFileNameTheSameProvider() throws IOException {
    Path classes = Path.of("target", "classes");
    List<String> services =
        Files.readAllLines(classes.resolve("META-INF/services/dev.grok.api.spi.BackendProvider"));
    Set<String> provided =
        Set.copyOf(
            ModuleFinder.of(classes)
                .find("dev.grok.backend.cuda")
                .orElseThrow()
                .descriptor()
                .provides()
                .iterator()
                .next()
                .providers());
    assertThat(Set.copyOf(services)).isEqualTo(provided);
  }

  @Test
  void noTypeOfThePresetsLeavesTheModule() {
    for (Method method : CudaSettings.class.getMethods()) {
      assertThat(method.toGenericString()).doesNotContain("bytedeco");
    }
    assertThat(
            ModuleFinder.of(Path.of("target", "classes"))
                .find("dev.grok.backend.cuda")
                .orElseThrow()
                .descriptor()
                .exports())
        .extracting(export -> export.source())
        .containsExactlyInAnyOrder("dev.grok.backend.cuda", "dev.grok.backend.cuda.spi");
  }
}
