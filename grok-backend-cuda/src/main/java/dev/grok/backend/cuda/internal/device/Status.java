package dev.grok.backend.cuda.internal.device;

import dev.grok.api.GrokException;
import java.util.Locale;
import org.bytedeco.cuda.global.cublas;
import org.bytedeco.cuda.global.cudart;
import org.bytedeco.cuda.global.nvrtc;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerPointer;

/** Checks what every CUDA call returns; a failure names the call and the status. */
final class Status {
  private Status() {}

  /** Of a call of the runtime. */
  static void runtime(int status, String call) {
    if (status != cudart.cudaSuccess) {
      // An error that does not stay would otherwise be reported by the next call as well.
      cudart.cudaGetLastError();
      throw failure(
          call,
          cudart.cudaGetErrorName(status).getString(),
          " (" + cudart.cudaGetErrorString(status).getString() + ")");
    }
  }

  /** Of a call of the driver. */
  static void driver(int status, String call) {
    if (status != cudart.CUDA_SUCCESS) {
      throw failure(call, driverName(status), "");
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
      throw failure(call, cublas.cublasGetStatusName(status).getString(), "");
    }
  }

  /** Of a call of the compiler. */
  static void compiler(int status, String call) {
    if (status != nvrtc.NVRTC_SUCCESS) {
      throw failure(call, nvrtc.nvrtcGetErrorString(status).getString(), "");
    }
  }

  private static GrokException failure(String call, String name, String text) {
    return new GrokException(String.format(Locale.ROOT, "%s failed: %s%s", call, name, text));
  }
}
