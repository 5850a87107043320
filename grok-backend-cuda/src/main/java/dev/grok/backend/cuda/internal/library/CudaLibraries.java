package dev.grok.backend.cuda.internal.library;

import static org.bytedeco.cuda.global.cudart.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR;
import static org.bytedeco.cuda.global.cudart.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MINOR;
import static org.bytedeco.cuda.global.cudart.CU_DEVICE_ATTRIBUTE_MULTIPROCESSOR_COUNT;

import dev.grok.backend.cuda.internal.device.KernelCache;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bytedeco.cuda.global.cublas;
import org.bytedeco.cuda.global.cudart;
import org.bytedeco.cuda.global.nvrtc;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.PointerPointer;
import org.bytedeco.javacpp.SizeTPointer;
import org.jspecify.annotations.Nullable;

/**
 * The driver and the CUDA 13 runtime of this machine, loaded. They are found first, then opened by
 * their paths for everybody in the process, then asked for every function that the backend calls,
 * and only then the presets' JNI libraries are loaded: these bind lazily, and a function that is
 * missing at its first call would end the process.
 */
public final class CudaLibraries {
  private static final String PLATFORM = "linux-x86_64";
  private static final int MAJOR = 13;

  private static @Nullable CudaLibraries loaded;

  private final String versions;

  private CudaLibraries(String versions) {
    this.versions = versions;
  }

  /**
   * Loads them, or says why that is impossible. Costs next to nothing once it has succeeded.
   *
   * @throws UnavailableException with code, reason and remedy
   */
  public static synchronized CudaLibraries load() throws UnavailableException {
    CudaLibraries done = loaded;
    if (done == null) {
      LibrarySearch search = new LibrarySearch();
      List<Path> files = find(search);
      loadJavaCpp();
      open(files);
      loadPresets();
      done = new CudaLibraries(readVersions());
      requireDevice();
      requireCache();
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

  /** Shown to everybody without a GPU whenever a backend is chosen, so it is short. */
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
            .formatted(MAJOR);
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

  private static void loadJavaCpp() throws UnavailableException {
    Module module = CudaLibraries.class.getModule();
    if (module.isNamed() && module.getLayer() != null) {
      for (String needed :
          List.of("org.bytedeco.javacpp.linux.x86_64", "org.bytedeco.cuda.linux.x86_64")) {
        if (module.getLayer().findModule(needed).isEmpty()) {
          throw new UnavailableException(
              "NATIVE_MODULE_NOT_RESOLVED",
              "module %s is not resolved".formatted(needed),
              "put dev.grok:grok-backend-cuda-linux and its dependencies on the module path (or"
                  + " pass --add-modules "
                  + needed
                  + ")");
        }
      }
    } else if (Loader.class.getResource(PLATFORM + "/libjnijavacpp.so") == null
        || cudart.class.getResource("/org/bytedeco/cuda/" + PLATFORM + "/libjnicudart.so")
            == null) {
      throw new UnavailableException(
          "NATIVE_JAR_MISSING",
          "the %s jars of org.bytedeco:javacpp and org.bytedeco:cuda are not on the class path"
              .formatted(PLATFORM),
          "add dev.grok:grok-backend-cuda-linux, which depends on them");
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

  private static void open(List<Path> files) throws UnavailableException {
    int next = 0;
    for (Map.Entry<String, List<String>> library : RequiredFunctions.BY_LIBRARY.entrySet()) {
      Path file = files.get(next++);
      if (library.getKey().equals(RequiredFunctions.COMPILER)) {
        // It opens this one by name, which in a Python environment is on nobody's path.
        for (Path builtins : LibrarySearch.list(folderOf(file), "libnvrtc-builtins.so.13*")) {
          attempt(builtins.toString(), () -> Loader.loadGlobal(builtins.toString()));
        }
      }
      attempt(file.toString(), () -> Loader.loadGlobal(file.toString()));
      for (String function : library.getValue()) {
        if (Loader.addressof(function) == null) {
          throw new UnavailableException(
              "MISSING_SYMBOL",
              "%s has no function %s".formatted(file, function),
              "install a complete CUDA %d runtime and a driver that is not older".formatted(MAJOR));
        }
      }
    }
  }

  private static Path folderOf(Path file) {
    Path folder = file.toAbsolutePath().getParent();
    return folder == null ? file : folder;
  }

  private static void loadPresets() throws UnavailableException {
    attempt("libjnicudart", () -> Loader.load(cudart.class));
    attempt("libjnicublas", () -> Loader.load(cublas.class));
    attempt("libjninvrtc", () -> Loader.load(nvrtc.class));
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

  private static String readVersions() throws UnavailableException {
    int[] driver = new int[1];
    int[] runtime = new int[1];
    int[] blas = new int[3];
    int[] compiler = new int[2];
    check("cuDriverGetVersion", cudart.cuDriverGetVersion(driver));
    check("cudaRuntimeGetVersion", cudart.cudaRuntimeGetVersion(runtime));
    for (int property = 0; property < blas.length; property++) {
      int[] value = new int[1];
      check("cublasGetProperty", cublas.cublasGetProperty(property, value));
      blas[property] = value[0];
    }
    check("nvrtcVersion", nvrtc.nvrtcVersion(compiler, new int[1]));
    if (driver[0] / 1000 < MAJOR) {
      throw new UnavailableException(
          "DRIVER_TOO_OLD",
          "the driver is for CUDA %s, the runtime for %s"
              .formatted(version(driver[0]), version(runtime[0])),
          "update the NVIDIA driver to one for CUDA %d or newer".formatted(MAJOR));
    }
    return "driver for CUDA %s, runtime %s, cuBLAS %d.%d.%d"
        .formatted(version(driver[0]), version(runtime[0]), blas[0], blas[1], blas[2]);
  }

  private static String version(int number) {
    return number / 1000 + "." + number % 1000 / 10;
  }

  private static void requireDevice() throws UnavailableException {
    int status = cudart.cuInit(0);
    int[] count = new int[1];
    if (status == cudart.CUDA_SUCCESS) {
      status = cudart.cuDeviceGetCount(count);
    }
    if (status != cudart.CUDA_SUCCESS || count[0] == 0) {
      String why = status == cudart.CUDA_SUCCESS ? "" : " (cuInit: %s)".formatted(name(status));
      throw new UnavailableException(
          "NO_DEVICE",
          "the driver finds no device%s".formatted(why),
          "see that nvidia-smi lists one and that CUDA_VISIBLE_DEVICES does not hide it");
    }
  }

  private static void requireCache() throws UnavailableException {
    try {
      KernelCache.check();
    } catch (IOException notWritable) {
      throw new UnavailableException(
          "CACHE_NOT_WRITABLE",
          "compiled kernels cannot be stored: " + UnavailableException.innermost(notWritable),
          "name a writable folder by -Dgrok.cuda.cache or GROK_CUDA_CACHE",
          notWritable);
    }
  }

  private static String name(int status) {
    try (PointerPointer<BytePointer> name = new PointerPointer<>(1)) {
      if (cudart.cuGetErrorName(status, name) != cudart.CUDA_SUCCESS) {
        return "error " + status;
      }
      return name.get(BytePointer.class).getString();
    }
  }

  private static void check(String call, int status) throws UnavailableException {
    if (status != 0) {
      throw new UnavailableException(
          "LOADING_FAILED",
          "%s failed with status %d".formatted(call, status),
          "see that driver and runtime fit each other");
    }
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
    int[] count = new int[1];
    check("cuDeviceGetCount", cudart.cuDeviceGetCount(count));
    if (ordinal >= count[0]) {
      throw new UnavailableException(
          "NO_DEVICE",
          "there is no device cuda:%d, the driver finds %d".formatted(ordinal, count[0]),
          "name one from cuda:0 to cuda:%d".formatted(count[0] - 1));
    }
    int[] device = new int[1];
    byte[] name = new byte[256];
    check("cuDeviceGet", cudart.cuDeviceGet(device, ordinal));
    check("cuDeviceGetName", cudart.cuDeviceGetName(name, name.length, device[0]));
    int major = attribute(CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR, device[0]);
    int minor = attribute(CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MINOR, device[0]);
    String text = new String(name, StandardCharsets.UTF_8);
    text = text.substring(0, Math.max(0, text.indexOf('\0')));
    if (major * 10 + minor < 75) {
      throw new UnavailableException(
          "DEVICE_TOO_OLD",
          "%s has compute capability %d.%d; CUDA %d compiles for 7.5 and newer"
              .formatted(text, major, minor, MAJOR),
          "use the CPU backend");
    }
    try (SizeTPointer bytes = new SizeTPointer(1)) {
      check("cuDeviceTotalMem", cudart.cuDeviceTotalMem(bytes, device[0]));
      return new DeviceInfo(
          ordinal,
          text,
          major * 10 + minor,
          bytes.get(),
          attribute(CU_DEVICE_ATTRIBUTE_MULTIPROCESSOR_COUNT, device[0]));
    }
  }

  private static int attribute(int attribute, int device) throws UnavailableException {
    try (IntPointer value = new IntPointer(1)) {
      check("cuDeviceGetAttribute", cudart.cuDeviceGetAttribute(value, attribute, device));
      return value.get();
    }
  }
}
