package dev.grok.backend.cuda.internal.library;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The libraries, and the functions in them that the backend calls. */
final class RequiredFunctions {
  /** The version of CUDA that the runtime must have, and the driver at least. */
  static final int CUDA_MAJOR = 13;

  static final String DRIVER = "libcuda.so.1";
  static final String COMPILER = "libnvrtc.so.13";

  /** In the order in which they are loaded: each needs those before it. */
  static final Map<String, List<String>> BY_LIBRARY = new LinkedHashMap<>();

  static {
    require(
        DRIVER,
        """
        cuInit cuDriverGetVersion cuGetErrorName
        cuDeviceGetCount cuDeviceGet cuDeviceGetName cuDeviceTotalMem_v2 cuDeviceGetAttribute
        cuModuleLoadData cuModuleUnload cuModuleGetFunction cuLaunchKernel
        """);
    require(
        "libcudart.so.13",
        """
        cudaRuntimeGetVersion cudaGetErrorName cudaGetErrorString cudaGetLastError cudaSetDevice
        cudaMalloc cudaFree cudaMallocHost cudaFreeHost
        cudaMemGetInfo cudaMemsetAsync cudaMemcpyAsync
        cudaStreamCreateWithFlags cudaStreamDestroy cudaStreamSynchronize
        cudaStreamBeginCapture cudaStreamEndCapture
        cudaGraphInstantiate cudaGraphLaunch cudaGraphDestroy cudaGraphExecDestroy
        """);
    require("libcublasLt.so.13", "");
    require(
        "libcublas.so.13",
        """
        cublasGetProperty cublasGetStatusName cublasCreate_v2 cublasDestroy_v2
        cublasSetStream_v2 cublasSetWorkspace_v2 cublasSetMathMode
        cublasSgemm_v2 cublasSgemmStridedBatched
        """);
    require(
        COMPILER,
        """
        nvrtcVersion nvrtcGetErrorString nvrtcCreateProgram nvrtcCompileProgram
        nvrtcDestroyProgram nvrtcGetProgramLogSize nvrtcGetProgramLog
        nvrtcGetCUBINSize nvrtcGetCUBIN
        """);
  }

  private RequiredFunctions() {}

  private static void require(String library, String functions) {
    List<String> names = functions.isEmpty() ? List.of() : List.of(functions.split("\\s+"));
    BY_LIBRARY.put(library, names);
  }
}
