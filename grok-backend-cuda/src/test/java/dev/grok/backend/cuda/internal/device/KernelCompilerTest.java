package dev.grok.backend.cuda.internal.device;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grok.backend.cuda.internal.kernels.KernelSource;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class KernelCompilerTest {
  @Test
  void theCacheTellsApartWhateverChangesTheCode() {
    KernelCompiler compiler = new KernelCompiler("sm_90");
    KernelSource source = KernelSource.family("counter");
    List<KernelSource> headers = KernelSource.headers();
    List<KernelSource> otherConstants =
        List.of(headers.get(0), new KernelSource("constants.cuh", "#define THREADS 128\n"));
    assertThat(headers).extracting(KernelSource::name).containsExactly("grok.cuh", "constants.cuh");
    assertThat(
            Stream.of(
                compiler.key(source, headers, "nvrtc 13.0"),
                compiler.key(source, headers, "nvrtc 13.1"),
                compiler.key(source, otherConstants, "nvrtc 13.0"),
                compiler.key(KernelSource.family("loss"), headers, "nvrtc 13.0"),
                new KernelCompiler("sm_75").key(source, headers, "nvrtc 13.0")))
        .doesNotHaveDuplicates();
    assertThat(compiler.key(source, headers, "nvrtc 13.0"))
        .isEqualTo(new KernelCompiler("sm_90").key(source, headers, "nvrtc 13.0"));
  }
}
