package dev.grok.backend.cuda.internal.device;

import dev.grok.api.GrokException;
import dev.grok.backend.cuda.internal.kernels.KernelSource;
import dev.grok.backend.cuda.internal.library.Status;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.bytedeco.cuda.global.nvrtc;
import org.bytedeco.cuda.nvrtc._nvrtcProgram;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerPointer;
import org.bytedeco.javacpp.SizeTPointer;

/**
 * Compiles a kernel family for the device's own architecture, to CUBIN. The driver would have to
 * translate PTX, and it may be older than the compiler.
 */
final class KernelCompiler {
  private final List<String> options;
  private final KernelCache cache = new KernelCache();

  KernelCompiler(String architecture) {
    options = List.of("--gpu-architecture=" + architecture, "--std=c++17", "--fmad=false");
  }

  /** The code of a family, from the cache or new. */
  byte[] compile(String family) {
    KernelSource source = KernelSource.family(family);
    List<KernelSource> headers = KernelSource.headers();
    int[] major = new int[1];
    int[] minor = new int[1];
    Status.compiler(nvrtc.nvrtcVersion(major, minor), "nvrtcVersion");
    String version = "nvrtc %d.%d".formatted(major[0], minor[0]);
    String key = key(source, headers, version);
    return cache
        .find(key)
        .orElseGet(
            () -> {
              byte[] cubin = compile(source, headers);
              cache.store(key, cubin);
              return cubin;
            });
  }

  /** The name of the code in the cache: a hash of everything that it is made from. */
  String key(KernelSource source, List<KernelSource> headers, String version) {
    List<String> parts = new ArrayList<>(List.of(source.text()));
    headers.forEach(header -> parts.add(header.text()));
    parts.add(String.join(" ", options));
    parts.add(version);
    return KernelCache.key(parts);
  }

  private byte[] compile(KernelSource source, List<KernelSource> headers) {
    try (BytePointer text = new BytePointer(source.text(), StandardCharsets.UTF_8);
        BytePointer name = new BytePointer(source.name(), StandardCharsets.UTF_8);
        PointerPointer<BytePointer> headerTexts = strings(headers, KernelSource::text);
        PointerPointer<BytePointer> headerNames = strings(headers, KernelSource::name);
        PointerPointer<BytePointer> optionTexts = strings(options, option -> option)) {
      _nvrtcProgram program = new _nvrtcProgram();
      Status.compiler(
          nvrtc.nvrtcCreateProgram(program, text, name, headers.size(), headerTexts, headerNames),
          "nvrtcCreateProgram");
      try {
        int status = nvrtc.nvrtcCompileProgram(program, options.size(), optionTexts);
        if (status != nvrtc.NVRTC_SUCCESS) {
          throw new GrokException(
              "nvrtcCompileProgram failed on %s: %s: %s"
                  .formatted(
                      source.name(), nvrtc.nvrtcGetErrorString(status).getString(), log(program)));
        }
        return cubin(program);
      } finally {
        Status.compiler(nvrtc.nvrtcDestroyProgram(program), "nvrtcDestroyProgram");
      }
    }
  }

  private static <T> PointerPointer<BytePointer> strings(
      List<T> items, Function<T, String> string) {
    return new PointerPointer<>(
        items.stream().map(string).toArray(String[]::new), StandardCharsets.UTF_8);
  }

  private static byte[] cubin(_nvrtcProgram program) {
    try (SizeTPointer size = new SizeTPointer(1)) {
      Status.compiler(nvrtc.nvrtcGetCUBINSize(program, size), "nvrtcGetCUBINSize");
      byte[] cubin = new byte[Math.toIntExact(size.get())];
      Status.compiler(nvrtc.nvrtcGetCUBIN(program, cubin), "nvrtcGetCUBIN");
      return cubin;
    }
  }

  private static String log(_nvrtcProgram program) {
    try (SizeTPointer size = new SizeTPointer(1)) {
      Status.compiler(nvrtc.nvrtcGetProgramLogSize(program, size), "nvrtcGetProgramLogSize");
      byte[] log = new byte[Math.toIntExact(size.get())];
      Status.compiler(nvrtc.nvrtcGetProgramLog(program, log), "nvrtcGetProgramLog");
      return new String(log, StandardCharsets.UTF_8).replace("\0", "").strip();
    }
  }
}
