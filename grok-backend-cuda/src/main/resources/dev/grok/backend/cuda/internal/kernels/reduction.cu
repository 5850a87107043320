// Sums over everything but the replica axis, in the sixteen partial sums that ReductionKernels
// prescribes: element i goes to sum i mod 16, ascending.
//
// Launch: one block of 256 threads a replica (x = replicas). All threads bring a tile of 2,048 terms
// into shared memory, reading along memory; sixteen of them then add, each its own sum, in order. The
// prescribed order leaves no more parallelism within a replica; ensembles have it across replicas.
#include "grok.cuh"

#define LANES 16
#define TILE 2048

__device__ inline float termOf(const float* a, const float* b, unsigned i) {
  return b == nullptr ? a[i] : a[i] * b[i];
}

__device__ inline void sumOfTerms(float* out, const float* a, const float* b, int n, float* tile,
                                  float* lanes) {
  float sum = 0;
  for (unsigned first = 0; first < (unsigned)n; first += TILE) {
    unsigned count = min((unsigned)TILE, (unsigned)n - first);
    for (unsigned i = threadIdx.x; i < count; i += blockDim.x) {
      tile[i] = termOf(a, b, first + i);
    }
    __syncthreads();
    if (threadIdx.x < LANES) {
      for (unsigned i = threadIdx.x; i < count; i += LANES) {
        sum += tile[i];
      }
    }
    __syncthreads();
  }
  if (threadIdx.x < LANES) {
    lanes[threadIdx.x] = sum;
  }
  __syncthreads();
  if (threadIdx.x == 0) {
    for (int half = LANES / 2; half > 0; half /= 2) {
      for (int i = 0; i < half; i++) {
        lanes[i] += lanes[i + half];
      }
    }
    *out = lanes[0];
  }
  __syncthreads();
}

extern "C" __global__ void __launch_bounds__(THREADS) sum(Out out, In in, int n, int replicas) {
  __shared__ float tile[TILE];
  __shared__ float lanes[LANES];
  for (int r = blockIdx.x; r < replicas; r += gridDim.x) {
    sumOfTerms(out.at(r), in.at(r), nullptr, n, tile, lanes);
  }
}

extern "C" __global__ void __launch_bounds__(THREADS) dot(Out out, In a, In b, int n, int replicas) {
  __shared__ float tile[TILE];
  __shared__ float lanes[LANES];
  for (int r = blockIdx.x; r < replicas; r += gridDim.x) {
    sumOfTerms(out.at(r), a.at(r), b.at(r), n, tile, lanes);
  }
}
