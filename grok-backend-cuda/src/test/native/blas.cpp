// libcublas.so.13 of the simulated device. It sums each element of a product over k in ascending order,
// by fused multiply-adds.
#include <cmath>
#include <vector>

#include "simulator.h"

namespace {
constexpr int SUCCESS = 0;
constexpr int NOT_INITIALIZED = 1;
constexpr int ALLOC_FAILED = 3;
constexpr int INVALID_VALUE = 7;
constexpr int EXECUTION_FAILED = 13;

struct Handle {
  SimStream* stream = nullptr;
  void* workspace = nullptr;
  size_t workspaceBytes = 0;
};

// The status of a call; it fails if a test wants it to.
int fault() {
  int64_t status = simSlot(SLOT_BLAS_STATUS);
  return !simFault(SLOT_FAIL_BLAS) ? SUCCESS : status == 0 ? ALLOC_FAILED : (int)status;
}

void product(bool ta, bool tb, int m, int n, int k, const float* a, int lda, const float* b, int ldb,
             float beta, float* c, int ldc) {
  // Column-major: one column of C at a time, with k outside, so that g++ vectorizes over the rows.
  std::vector<float> column(m);
  for (int j = 0; j < n; j++) {
    for (int i = 0; i < m; i++) {
      column[i] = 0;
    }
    for (int p = 0; p < k; p++) {
      float factor = tb ? b[j + (size_t)p * ldb] : b[p + (size_t)j * ldb];
      if (ta) {
        for (int i = 0; i < m; i++) {
          column[i] = std::fma(a[p + (size_t)i * lda], factor, column[i]);
        }
      } else {
        const float* values = a + (size_t)p * lda;
        for (int i = 0; i < m; i++) {
          column[i] = std::fma(values[i], factor, column[i]);
        }
      }
    }
    float* out = c + (size_t)j * ldc;
    for (int i = 0; i < m; i++) {
      // With beta = 0 the former contents are not read: they may be NaN.
      out[i] = beta == 0 ? column[i] : beta * out[i] + column[i];
    }
  }
}

size_t extent(int rows, int columns, int ld) {
  return rows == 0 || columns == 0 ? 0 : ((size_t)(columns - 1) * ld + rows) * sizeof(float);
}

int batch(Handle* handle, const char* call, int ta, int tb, int m, int n, int k, const float* alpha,
          const float* a, int lda, long long strideA, const float* b, int ldb, long long strideB,
          const float* beta, float* c, int ldc, long long strideC, int replicas) {
  if (int status = fault()) {
    return status;
  }
  int rowsA = ta ? k : m;
  int rowsB = tb ? n : k;
  if (m < 0 || n < 0 || k < 0 || replicas < 0 || lda < std::max(1, rowsA) || ldb < std::max(1, rowsB) ||
      ldc < std::max(1, m) || *alpha != 1.0f) {
    return INVALID_VALUE;
  }
  // Without a workspace the real cuBLAS would allocate memory that the backend does not count.
  if (handle->workspace == nullptr) {
    return INVALID_VALUE;
  }
  for (int i : {0, replicas - 1}) {
    if (replicas > 0 && (!simOnDevice(a + i * strideA, extent(rowsA, ta ? m : k, lda)) ||
                         !simOnDevice(b + i * strideB, extent(rowsB, tb ? k : n, ldb)) ||
                         !simOnDevice(c + i * strideC, extent(m, n, ldc)))) {
      return EXECUTION_FAILED;
    }
  }
  simSlot(SLOT_BLAS_CALLS)++;
  float betaValue = *beta;
  int status = simEnqueue(handle->stream, call, [=] {
    if (simFault(SLOT_FAIL_KERNEL)) {
      return (int)SIM_ILLEGAL_ADDRESS;
    }
    for (int i = 0; i < replicas; i++) {
      product(ta != 0, tb != 0, m, n, k, a + i * strideA, lda, b + i * strideB, ldb, betaValue,
              c + i * strideC, ldc);
    }
    return (int)SIM_SUCCESS;
  });
  return status == SIM_SUCCESS ? SUCCESS : EXECUTION_FAILED;
}
}  // namespace

extern "C" {

int cublasCreate_v2(Handle** handle) {
  SimEntry entry;
  if (int status = fault()) {
    return status;
  }
  *handle = new Handle;
  simSlot(SLOT_BLAS_HANDLES)++;
  return SUCCESS;
}

int cublasDestroy_v2(Handle* handle) {
  SimEntry entry;
  delete handle;
  simSlot(SLOT_BLAS_HANDLES)--;
  return SUCCESS;
}

int cublasGetProperty(int type, int* value) {
  SimEntry entry;
  *value = type == 0 ? 13 : 0;
  return SUCCESS;
}

const char* cublasGetStatusName(int status) {
  switch (status) {
    case SUCCESS: return "CUBLAS_STATUS_SUCCESS";
    case NOT_INITIALIZED: return "CUBLAS_STATUS_NOT_INITIALIZED";
    case ALLOC_FAILED: return "CUBLAS_STATUS_ALLOC_FAILED";
    case INVALID_VALUE: return "CUBLAS_STATUS_INVALID_VALUE";
    case EXECUTION_FAILED: return "CUBLAS_STATUS_EXECUTION_FAILED";
    default: return "CUBLAS_STATUS_INTERNAL_ERROR";
  }
}

int cublasSetStream_v2(Handle* handle, SimStream* stream) {
  SimEntry entry;
  if (int status = fault()) {
    return status;
  }
  // As in the real cuBLAS, a new stream takes the workspace away.
  handle->stream = stream;
  handle->workspace = nullptr;
  return SUCCESS;
}

int cublasSetWorkspace_v2(Handle* handle, void* workspace, size_t bytes) {
  SimEntry entry;
  if (!simOnDevice(workspace, bytes)) {
    return INVALID_VALUE;
  }
  handle->workspace = workspace;
  handle->workspaceBytes = bytes;
  return SUCCESS;
}

int cublasSetMathMode(Handle*, int) {
  SimEntry entry;
  return fault();
}

int cublasSgemm_v2(Handle* handle, int ta, int tb, int m, int n, int k, const float* alpha,
                   const float* a, int lda, const float* b, int ldb, const float* beta, float* c,
                   int ldc) {
  SimEntry entry;
  return batch(handle, "cublasSgemm", ta, tb, m, n, k, alpha, a, lda, 0, b, ldb, 0, beta, c, ldc, 0, 1);
}

int cublasSgemmStridedBatched(Handle* handle, int ta, int tb, int m, int n, int k, const float* alpha,
                              const float* a, int lda, long long strideA, const float* b, int ldb,
                              long long strideB, const float* beta, float* c, int ldc,
                              long long strideC, int replicas) {
  SimEntry entry;
  return batch(handle, "cublasSgemmStridedBatched", ta, tb, m, n, k, alpha, a, lda, strideA, b, ldb,
               strideB, beta, c, ldc, strideC, replicas);
}

}  // extern "C"
