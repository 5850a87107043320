package dev.grok.backend.cuda.internal.library;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bytedeco.cuda.global.cublas;
import org.bytedeco.cuda.global.cudart;
import org.bytedeco.cuda.global.nvrtc;
import org.bytedeco.javacpp.Loader;
import org.jspecify.annotations.Nullable;

/**
 * The driver and the CUDA 13 runtime of this machine, loaded. Loading finds the libraries, opens
 * them by their paths for everybody in the process, and asks them for every function that the
 * backend calls. Only then does it load the presets' JNI libraries: these bind lazily, and a
 * missing function would end the process at its first call.
 */
public final class CudaLibraries {
  private static @Nullable CudaLibraries loaded;

  private final String versions;

  private CudaLibraries(String versions) {
    this.versions = versions;
  }

  /**
   * Loads the libraries at the first call; later calls cost next to nothing.
   *
   * @throws UnavailableException if that is impossible, with code, reason and remedy
   */
  public static synchronized CudaLibraries load() throws UnavailableException {
    CudaLibraries done = loaded;
    if (done == null) {
      LibrarySearch search = new LibrarySearch();
      List<Path> files = find(search);
      JavaCpp.load();
      open(files);
      JavaCpp.loadPresets();
      done = new CudaLibraries(readVersions());
      Devices.require();
      CacheFolder.requireWritable();
      loaded = done;
    }
    return done;
  }

  private static List<Path> find(LibrarySearch search) throws UnavailableException {
    String os = System.getProperty("os.name", "") + " " + System.getProperty("os.arch", "");
    if (!os.equals("Linux amd64")) {
      throw new UnavailableException(
          "UNSUPPORTED_PLATFORM",
          "CUDA is supported on Linux x86-64, this is " + os,
          "use the CPU backend");
    }
    List<Path> files = new ArrayList<>();
    for (String name : RequiredFunctions.BY_LIBRARY.keySet()) {
      Optional<Path> file = search.find(name);
      if (file.isEmpty()) {
        throw name.equals(RequiredFunctions.DRIVER) ? noDriver() : noRuntime(name, search);
      }
      files.add(file.get());
    }
    return files;
  }

  /** Short, because everybody without a GPU sees it whenever a backend is chosen. */
  private static UnavailableException noDriver() {
    return new UnavailableException(
        "NO_DRIVER",
        "there is no NVIDIA driver (%s)".formatted(RequiredFunctions.DRIVER),
        "install it (in a container: start it with --gpus) or use the CPU backend");
  }

  private static UnavailableException noRuntime(String name, LibrarySearch search) {
    String prefix = name.substring(0, name.lastIndexOf('.'));
    String remedy =
        "install the CUDA %d runtime (a toolkit, or 'pip install nvidia-cuda-runtime nvidia-cublas nvidia-cuda-nvrtc') and name its folder by -Dgrok.cuda.libraries or LD_LIBRARY_PATH"
            .formatted(RequiredFunctions.CUDA_MAJOR);
    List<Path> others = search.versions(prefix);
    if (!others.isEmpty()) {
      return new UnavailableException(
          "WRONG_MAJOR",
          "%s is needed, but only %s was found".formatted(name, others.get(0)),
          remedy);
    }
    return new UnavailableException(
        "NO_RUNTIME_LIBRARY", "%s was not found in %s".formatted(name, search.places()), remedy);
  }

  private static void open(List<Path> files) throws UnavailableException {
    int next = 0;
    for (Map.Entry<String, List<String>> library : RequiredFunctions.BY_LIBRARY.entrySet()) {
      Path file = files.get(next++);
      if (library.getKey().equals(RequiredFunctions.COMPILER)) {
        // The compiler opens this library by name, which fails in a Python environment.
        for (Path builtins : LibrarySearch.list(folderOf(file), "libnvrtc-builtins.so.13*")) {
          JavaCpp.open(builtins);
        }
      }
      JavaCpp.open(file);
      for (String function : library.getValue()) {
        if (Loader.addressof(function) == null) {
          throw new UnavailableException(
              "MISSING_SYMBOL",
              "%s has no function %s".formatted(file, function),
              "install a complete CUDA %d runtime and a driver that is not older"
                  .formatted(RequiredFunctions.CUDA_MAJOR));
        }
      }
    }
  }

  private static Path folderOf(Path file) {
    Path folder = file.toAbsolutePath().getParent();
    return folder == null ? file : folder;
  }

  private static String readVersions() throws UnavailableException {
    int[] driver = new int[1];
    int[] runtime = new int[1];
    int[] blas = new int[3];
    int[] compiler = new int[2];
    Status.loading(cudart.cuDriverGetVersion(driver), "cuDriverGetVersion");
    Status.loading(cudart.cudaRuntimeGetVersion(runtime), "cudaRuntimeGetVersion");
    for (int property = 0; property < blas.length; property++) {
      int[] value = new int[1];
      Status.loading(cublas.cublasGetProperty(property, value), "cublasGetProperty");
      blas[property] = value[0];
    }
    Status.loading(nvrtc.nvrtcVersion(compiler, new int[1]), "nvrtcVersion");
    if (driver[0] / 1000 < RequiredFunctions.CUDA_MAJOR) {
      throw new UnavailableException(
          "DRIVER_TOO_OLD",
          "the driver is for CUDA %s, the runtime for %s"
              .formatted(version(driver[0]), version(runtime[0])),
          "update the NVIDIA driver to one for CUDA %d or newer"
              .formatted(RequiredFunctions.CUDA_MAJOR));
    }
    return "driver for CUDA %s, runtime %s, cuBLAS %d.%d.%d"
        .formatted(version(driver[0]), version(runtime[0]), blas[0], blas[1], blas[2]);
  }

  private static String version(int number) {
    return number / 1000 + "." + number % 1000 / 10;
  }

  /** Versions of driver, runtime and cuBLAS: one line. */
  public String versions() {
    return versions;
  }

  /**
   * What the driver says of a device.
   *
   * @throws UnavailableException if there is none of that number, or it is too old
   */
  public DeviceInfo device(int ordinal) throws UnavailableException {
    return Devices.info(ordinal);
  }
}
