package dev.grok.backend.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.grok.api.GrokException;
import dev.grok.api.Tensor;
import dev.grok.api.backend.Backend;
import dev.grok.api.backend.Backends;
import dev.grok.api.backend.MemoryScope;
import dev.grok.api.backend.Recording;
import dev.grok.backend.cuda.SimulatedDevice.Counter;
import dev.grok.backend.cuda.SimulatedDevice.Setting;
import dev.grok.backend.cuda.spi.NativeBundle;
import java.io.IOException;
import java.lang.module.ModuleFinder;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Opening and closing, settings, threads, the module. */
class CudaBackendTest extends OnSimulatedDevice {
  @Test
  void itPrefersSeveralReplicasForEachMultiprocessor() {
    try (Backend backend = Backends.open("cuda")) {
      // The simulated device says that it has four.
      assertThat(backend.preferredReplicas()).isEqualTo(6 * 4);
    }
  }

  @Test
  void aCallWithNothingToDoIsNoLaunch() {
    try (Backend backend = Backends.open("cuda");
        MemoryScope scope = backend.scope("empty")) {
      long launches = device.get(Counter.LAUNCHES);
      backend.kernels().fill(scope.floats("no elements", 2, 0), 1);
      backend.kernels().increment(scope.ints("no replicas", 0), 1);
      backend.synchronize();
      assertThat(device.get(Counter.LAUNCHES)).isEqualTo(launches);
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
    for (Class<?> exported : List.of(CudaSettings.class, NativeBundle.class)) {
      for (Method method : exported.getMethods()) {
        assertThat(method.toGenericString()).doesNotContain("bytedeco");
      }
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
