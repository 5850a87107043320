package dev.grok.backend.cuda.internal.library;

import dev.grok.backend.cuda.CudaSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The folder of compiled kernels, named by a property, by a variable or by custom. */
public final class CacheFolder {
  private CacheFolder() {}

  public static Path path() {
    String named =
        System.getProperty(CudaSettings.CACHE, System.getenv().getOrDefault("GROK_CUDA_CACHE", ""));
    if (!named.isEmpty()) {
      return Path.of(named);
    }
    String xdg = System.getenv().getOrDefault("XDG_CACHE_HOME", "");
    Path base = xdg.isEmpty() ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(xdg);
    return base.resolve("grok").resolve("cuda");
  }

  /** Sees that kernels can be stored. */
  static void requireWritable() throws UnavailableException {
    try {
      Path folder = path();
      Files.createDirectories(folder);
      Files.delete(Files.createTempFile(folder, "probe", ".tmp"));
    } catch (IOException notWritable) {
      throw new UnavailableException(
          "CACHE_NOT_WRITABLE",
          "compiled kernels cannot be stored: " + UnavailableException.innermost(notWritable),
          "name a writable folder by -Dgrok.cuda.cache or GROK_CUDA_CACHE",
          notWritable);
    }
  }
}
