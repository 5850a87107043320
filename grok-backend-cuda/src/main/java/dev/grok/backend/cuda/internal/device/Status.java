package dev.grok.backend.cuda.internal.device;

import dev.grok.api.GrokException;
import dev.grok.api.OutOfDeviceMemoryException;
import java.util.Locale;
import org.bytedeco.cuda.global.cublas;
import org.bytedeco.cuda.global.cudart;
import org.bytedeco.cuda.global.nvrtc;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerPointer;

/**
 * Checks what every CUDA call returns; a failure names the call and the status. Want of memory is
 * an {@link OutOfDeviceMemoryException}, whichever call meets it: graphs and cuBLAS take some too.
 */
final class Status {
  private Status() {}

  /** Of a call of the runtime. */
  static void runtime(int status, String call) {
    if (status != cudart.cudaSuccess) {
      // An error that does not stay would otherwise be reported by the next call as well.
      cudart.cudaGetLastError();
      throw failure(
          status == cudart.cudaErrorMemoryAllocation,
          call,
          cudart.cudaGetErrorName(status).getString(),
          " (" + cudart.cudaGetErrorString(status).getString() + ")");
    }
  }

  /** Of a call of the driver. */
  static void driver(int status, String call) {
    if (status != cudart.CUDA_SUCCESS) {
      throw failure(status == cudart.CUDA_ERROR_OUT_OF_MEMORY, call, driverName(status), "");
    }
  }

  private static String driverName(int status) {
    try (PointerPointer<BytePointer> name = new PointerPointer<>(1)) {
      return cudart.cuGetErrorName(status, name) == cudart.CUDA_SUCCESS
          ? name.get(BytePointer.class).getString()
          : "status " + status;
    }
  }

  /** Of a call of cuBLAS. */
  static void blas(int status, String call) {
    if (status != cublas.CUBLAS_STATUS_SUCCESS) {
      throw failure(
          status == cublas.CUBLAS_STATUS_ALLOC_FAILED,
          call,
          cublas.cublasGetStatusName(status).getString(),
          "");
    }
  }

  /** Of a call of the compiler. */
  static void compiler(int status, String call) {
    if (status != nvrtc.NVRTC_SUCCESS) {
      throw failure(false, call, nvrtc.nvrtcGetErrorString(status).getString(), "");
    }
  }

  private static GrokException failure(boolean outOfMemory, String call, String name, String text) {
    String message = String.format(Locale.ROOT, "%s failed: %s%s", call, name, text);
    return outOfMemory ? new OutOfDeviceMemoryException(message) : new GrokException(message);
  }
}
