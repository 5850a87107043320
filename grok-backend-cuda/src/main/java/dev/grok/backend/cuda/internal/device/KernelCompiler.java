package dev.grok.backend.cuda.internal.device;

import dev.grok.api.GrokException;
import dev.grok.backend.cuda.internal.library.Status;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.bytedeco.cuda.global.nvrtc;
import org.bytedeco.cuda.nvrtc._nvrtcProgram;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerPointer;
import org.bytedeco.javacpp.SizeTPointer;

/**
 * Compiles a kernel family for the device's own architecture. The result is a CUBIN, not PTX: that
 * would be translated by the driver, which may be older than the compiler.
 */
final class KernelCompiler {
  private static final String HEADER = "grok.cuh";

  private final String architecture;
  private final KernelCache cache = new KernelCache();

  KernelCompiler(String architecture) {
    this.architecture = architecture;
  }

  /** The code of a family, from the cache or new. */
  byte[] compile(String family) {
    String name = family + ".cu";
    String source = resource(name);
    String header = resource(HEADER);
    String[] options = {"--gpu-architecture=" + architecture, "--std=c++17", "--fmad=false"};
    int[] major = new int[1];
    int[] minor = new int[1];
    Status.compiler(nvrtc.nvrtcVersion(major, minor), "nvrtcVersion");
    String key =
        KernelCache.key(
            source, header, String.join(" ", options), "nvrtc %d.%d".formatted(major[0], minor[0]));
    return cache
        .find(key)
        .orElseGet(
            () -> {
              byte[] cubin = compile(name, source, header, options);
              cache.store(key, cubin);
              return cubin;
            });
  }

  private static byte[] compile(String name, String source, String header, String[] options) {
    try (BytePointer text = new BytePointer(source, StandardCharsets.UTF_8);
        BytePointer nameText = new BytePointer(name, StandardCharsets.UTF_8);
        PointerPointer<BytePointer> headers =
            new PointerPointer<>(new String[] {header}, StandardCharsets.UTF_8);
        PointerPointer<BytePointer> headerNames =
            new PointerPointer<>(new String[] {HEADER}, StandardCharsets.UTF_8);
        PointerPointer<BytePointer> optionTexts =
            new PointerPointer<>(options, StandardCharsets.UTF_8)) {
      _nvrtcProgram program = new _nvrtcProgram();
      Status.compiler(
          nvrtc.nvrtcCreateProgram(program, text, nameText, 1, headers, headerNames),
          "nvrtcCreateProgram");
      try {
        int status = nvrtc.nvrtcCompileProgram(program, options.length, optionTexts);
        if (status != nvrtc.NVRTC_SUCCESS) {
          throw new GrokException(
              "nvrtcCompileProgram failed on %s: %s: %s"
                  .formatted(name, nvrtc.nvrtcGetErrorString(status).getString(), log(program)));
        }
        return cubin(program);
      } finally {
        Status.compiler(nvrtc.nvrtcDestroyProgram(program), "nvrtcDestroyProgram");
      }
    }
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

  private static String resource(String name) {
    String path = "/dev/grok/backend/cuda/internal/kernels/" + name;
    try (InputStream in = KernelCompiler.class.getResourceAsStream(path)) {
      if (in == null) {
        throw new IllegalStateException("no resource " + path);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
