package dev.grok.backend.cuda.internal.library;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.bytedeco.cuda.global.cublas;
import org.bytedeco.cuda.global.cudart;
import org.bytedeco.cuda.global.nvrtc;
import org.bytedeco.javacpp.Loader;

/** JavaCPP's own native libraries, and those of its CUDA presets. */
final class JavaCpp {
  private static final String PLATFORM = "linux-x86_64";

  private JavaCpp() {}

  /** Checks that all native parts are there, then loads JavaCPP itself. */
  static void load() throws UnavailableException {
    Module module = JavaCpp.class.getModule();
    if (module.isNamed() && module.getLayer() != null) {
      requireModules(module.getLayer());
    } else {
      requireJars();
    }
    try {
      Loader.getCacheDir();
    } catch (IOException notWritable) {
      throw new UnavailableException(
          "CACHE_NOT_WRITABLE",
          "JavaCPP has no folder to unpack its libraries into: " + notWritable.getMessage(),
          "name a writable one by -Dorg.bytedeco.javacpp.cachedir",
          notWritable);
    }
    attempt("JavaCPP", () -> Loader.load(Loader.class));
  }

  private static void requireModules(ModuleLayer layer) throws UnavailableException {
    for (String needed :
        List.of("org.bytedeco.javacpp.linux.x86_64", "org.bytedeco.cuda.linux.x86_64")) {
      if (layer.findModule(needed).isEmpty()) {
        throw new UnavailableException(
            "NATIVE_MODULE_NOT_RESOLVED",
            "module %s is not resolved".formatted(needed),
            "put dev.grok:grok-backend-cuda-linux and its dependencies on the module path (or"
                + " pass --add-modules "
                + needed
                + ")");
      }
    }
  }

  private static void requireJars() throws UnavailableException {
    if (Loader.class.getResource(PLATFORM + "/libjnijavacpp.so") == null
        || cudart.class.getResource("/org/bytedeco/cuda/" + PLATFORM + "/libjnicudart.so")
            == null) {
      throw new UnavailableException(
          "NATIVE_JAR_MISSING",
          "the %s jars of org.bytedeco:javacpp and org.bytedeco:cuda are not on the class path"
              .formatted(PLATFORM),
          "add dev.grok:grok-backend-cuda-linux, which depends on them");
    }
  }

  /** Loads the presets, whose libraries must be open already. */
  static void loadPresets() throws UnavailableException {
    attempt("libjnicudart", () -> Loader.load(cudart.class));
    attempt("libjnicublas", () -> Loader.load(cublas.class));
    attempt("libjninvrtc", () -> Loader.load(nvrtc.class));
  }

  /** Opens a library for everybody in the process. */
  static void open(Path library) throws UnavailableException {
    attempt(library.toString(), () -> Loader.loadGlobal(library.toString()));
  }

  private static void attempt(String what, Runnable loading) throws UnavailableException {
    try {
      loading.run();
    } catch (LinkageError | RuntimeException failure) {
      throw new UnavailableException(
          "LOADING_FAILED",
          "%s cannot be loaded: %s".formatted(what, UnavailableException.innermost(failure)),
          "see that the file is complete and made for this system",
          failure);
    }
  }
}
