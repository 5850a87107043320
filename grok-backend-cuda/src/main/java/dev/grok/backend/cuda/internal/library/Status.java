package dev.grok.backend.cuda.internal.library;

import dev.grok.api.GrokException;
import dev.grok.api.OutOfDeviceMemoryException;
import java.util.Locale;
import org.bytedeco.cuda.global.cublas;
import org.bytedeco.cuda.global.cudart;
import org.bytedeco.cuda.global.nvrtc;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerPointer;
import org.bytedeco.javacpp.SizeTPointer;

/**
 * Checks what every CUDA call returns; a failure names the call and the status. Lack of memory is
 * an {@link OutOfDeviceMemoryException} whichever call meets it: graphs and cuBLAS allocate too.
 */
public final class Status {
  /** With less than this free, cuBLAS may find no room for a handle or for one of its kernels. */
  private static final long ROOM_OF_BLAS = 256L << 20;

  private Status() {}

  /** Checks any call while the libraries are loaded; a failure is why there is no device. */
  static void loading(int status, String call) throws UnavailableException {
    if (status != 0) {
      throw new UnavailableException(
          "LOADING_FAILED",
          "%s failed with status %d".formatted(call, status),
          "see that driver and runtime fit each other");
    }
  }

  /** Checks a call of the runtime. */
  public static void runtime(int status, String call) {
    if (status != cudart.cudaSuccess) {
      // Clears the error, or the next call would report it as well.
      cudart.cudaGetLastError();
      throw failure(
          status == cudart.cudaErrorMemoryAllocation,
          call,
          cudart.cudaGetErrorName(status).getString(),
          " (" + cudart.cudaGetErrorString(status).getString() + ")");
    }
  }

  /** Checks a call of the driver. */
  public static void driver(int status, String call) {
    if (status != cudart.CUDA_SUCCESS) {
      throw failure(status == cudart.CUDA_ERROR_OUT_OF_MEMORY, call, driverName(status), "");
    }
  }

  /** The driver's name for a status. */
  static String driverName(int status) {
    try (PointerPointer<BytePointer> name = new PointerPointer<>(1)) {
      return cudart.cuGetErrorName(status, name) == cudart.CUDA_SUCCESS
          ? name.get(BytePointer.class).getString()
          : "status " + status;
    }
  }

  /** Checks a call of cuBLAS. */
  public static void blas(int status, String call) {
    if (status == cublas.CUBLAS_STATUS_SUCCESS) {
      return;
    }
    String name = cublas.cublasGetStatusName(status).getString();
    if (status == cublas.CUBLAS_STATUS_ALLOC_FAILED) {
      throw failure(true, call, name, "");
    }
    long free = mayHideWantOfMemory(status) ? freeBytes() : Long.MAX_VALUE;
    boolean low = free < ROOM_OF_BLAS;
    throw failure(low, call, name, low ? " with %d bytes free".formatted(free) : "");
  }

  /** Whether cuBLAS answers so when it cannot load a kernel, for whatever reason. */
  private static boolean mayHideWantOfMemory(int status) {
    return status == cublas.CUBLAS_STATUS_NOT_INITIALIZED
        || status == cublas.CUBLAS_STATUS_EXECUTION_FAILED
        || status == cublas.CUBLAS_STATUS_INTERNAL_ERROR;
  }

  /**
   * Free memory of the device; the largest number if the device cannot tell, as after an illegal
   * access.
   */
  private static long freeBytes() {
    try (SizeTPointer free = new SizeTPointer(1);
        SizeTPointer total = new SizeTPointer(1)) {
      int status = cudart.cudaMemGetInfo(free, total);
      cudart.cudaGetLastError();
      return status == cudart.cudaSuccess ? free.get() : Long.MAX_VALUE;
    }
  }

  /** Checks a call of the compiler. */
  public static void compiler(int status, String call) {
    if (status != nvrtc.NVRTC_SUCCESS) {
      throw failure(false, call, nvrtc.nvrtcGetErrorString(status).getString(), "");
    }
  }

  private static GrokException failure(boolean outOfMemory, String call, String name, String text) {
    String message = String.format(Locale.ROOT, "%s failed: %s%s", call, name, text);
    return outOfMemory ? new OutOfDeviceMemoryException(message) : new GrokException(message);
  }
}
