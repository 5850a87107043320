// Shows that the simulated device finds errors: each kernel but two has a planted one. The first argument
// names a kernel, which is launched three times; the program prints what came of each launch.
#include <cstdio>
#include <cstdlib>
#include <vector>

extern "C" {
int cuInit(unsigned);
int cuModuleLoadData(void**, const void*);
int cuModuleGetFunction(void**, void*, const char*);
int cuLaunchKernel(void*, unsigned, unsigned, unsigned, unsigned, unsigned, unsigned, unsigned, void*,
                   void**, void**);
int cudaMalloc(void**, size_t);
int cudaMallocHost(void**, size_t);
int cudaMemcpyAsync(void*, const void*, size_t, int, void*);
int cudaMemsetAsync(void*, int, size_t, void*);
int cudaStreamCreateWithFlags(void**, unsigned);
int cudaStreamSynchronize(void*);
const char* cudaGetErrorName(int);
int nvrtcCreateProgram(void**, const char*, const char*, int, const char* const*, const char* const*);
int nvrtcCompileProgram(void*, int, const char* const*);
int nvrtcGetCUBINSize(void*, size_t*);
int nvrtcGetCUBIN(void*, char*);
int nvrtcGetProgramLogSize(void*, size_t*);
int nvrtcGetProgramLog(void*, char*);
}

static const char* SOURCE = R"(
extern "C" __global__ void sumOfBlock(float* out, float by) {
  __shared__ float values[64];
  values[threadIdx.x] = by * threadIdx.x;
  __syncthreads();
  float sum = 0;
  for (int i = 0; i < 64; i++) {
    sum += values[i];
  }
  out[threadIdx.x] = sum;
}
extern "C" __global__ void missingSync(float* out, float by) {
  __shared__ float values[64];
  values[threadIdx.x] = by * threadIdx.x;
  out[threadIdx.x] = values[63 - threadIdx.x];
}
extern "C" __global__ void sumOfWarp(float* out, float by) {
  float value = by * threadIdx.x;
  for (int bits = 16; bits > 0; bits >>= 1) {
    value += __shfl_xor_sync(0xFFFFFFFFu, value, bits);
  }
  out[threadIdx.x] = value;
}
extern "C" __global__ void writesBehind(float* out, float by) {
  out[threadIdx.x + 1] = by;
}
extern "C" __global__ void writesBefore(float* out, float by) {
  out[(int)threadIdx.x - 1] = by;
}
extern "C" __global__ void readsAcrossSixteenBytes(float* out, float by) {
  float4 four = *reinterpret_cast<const float4*>(out + threadIdx.x / 32);
  out[threadIdx.x] = four.x + by;
}
extern "C" __global__ void divergentSync(float* out, float by) {
  if (threadIdx.x < 32) {
    __syncthreads();
    out[threadIdx.x] = by;
  } else {
    __syncthreads();
  }
}
extern "C" __global__ void someNeverSync(float* out, float by) {
  if (threadIdx.x < 32) {
    __syncthreads();
  }
  out[threadIdx.x] = by;
}
extern "C" __global__ void halfAWarpShuffles(float* out, float by) {
  if (threadIdx.x % 32 < 16) {
    out[threadIdx.x] = __shfl_xor_sync(0xFFFFFFFFu, by, 1);
  }
}
)";

static void require(int status, const char* what) {
  if (status != 0) {
    printf("%s: %d\n", what, status);
    exit(2);
  }
}

int main(int, char** arguments) {
  void* program;
  require(nvrtcCreateProgram(&program, SOURCE, "selftest.cu", 0, nullptr, nullptr), "create");
  const char* options[] = {"--gpu-architecture=sm_90"};
  if (nvrtcCompileProgram(program, 1, options) != 0) {
    size_t bytes;
    nvrtcGetProgramLogSize(program, &bytes);
    std::vector<char> log(bytes);
    nvrtcGetProgramLog(program, log.data());
    printf("%s\n", log.data());
    return 2;
  }
  size_t bytes;
  require(nvrtcGetCUBINSize(program, &bytes), "size");
  std::vector<char> cubin(bytes);
  require(nvrtcGetCUBIN(program, cubin.data()), "cubin");
  require(cuInit(0), "init");
  void* module;
  require(cuModuleLoadData(&module, cubin.data()), "load");
  void* function;
  require(cuModuleGetFunction(&function, module, arguments[1]), "function");
  void* stream;
  require(cudaStreamCreateWithFlags(&stream, 1), "stream");
  float* out;
  float* host;
  require(cudaMalloc(reinterpret_cast<void**>(&out), 64 * sizeof(float)), "malloc");
  require(cudaMallocHost(reinterpret_cast<void**>(&host), 64 * sizeof(float)), "malloc host");
  // The threads run forward, then backward, then shuffled.
  for (int i = 0; i < 3; i++) {
    int status = cudaMemsetAsync(out, 0, 64 * sizeof(float), stream);
    float by = 1;
    void* parameters[] = {&out, &by};
    if (status == 0) {
      status = cuLaunchKernel(function, 1, 1, 1, 64, 1, 1, 0, stream, parameters, nullptr);
    }
    if (status == 0) {
      status = cudaMemcpyAsync(host, out, 64 * sizeof(float), 2, stream);
    }
    if (status == 0) {
      status = cudaStreamSynchronize(stream);
    }
    double sum = 0;
    int poisoned = 0;
    for (int j = 0; j < 64 && status == 0; j++) {
      sum += host[j] == host[j] ? host[j] : 0;
      poisoned += host[j] == host[j] ? 0 : 1;
    }
    printf("%s, sum %g, %d NaN\n", cudaGetErrorName(status), sum, poisoned);
  }
  return 0;
}
