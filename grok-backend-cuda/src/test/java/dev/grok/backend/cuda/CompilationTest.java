package dev.grok.backend.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.grok.api.GrokException;
import dev.grok.api.Tensor;
import dev.grok.api.backend.Backend;
import dev.grok.api.backend.Backends;
import dev.grok.api.backend.MemoryScope;
import dev.grok.backend.cuda.SimulatedDevice.Counter;
import dev.grok.backend.cuda.SimulatedDevice.Setting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kernels are compiled at their first use and then kept on disk. */
class CompilationTest extends OnSimulatedDevice {
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
}
