// Sums over everything but the replica axis, in the sixteen partial sums that ReductionKernels
// prescribes: element i goes to sum i mod 16, ascending.
//
// Launch: one block of 256 threads a replica (x = replicas). All threads bring a tile of terms into
// shared memory, reading along memory. Sixteen of them then add, each its own sum, in order. The
// prescribed order leaves no more parallelism within a replica; ensembles have it across replicas.
//
// addChunks, for every family that splits its sums over a large batch: one thread an element of the
// sums; x covers the elements, y the replicas.
#include "grok.cuh"

#define LANES 16
#define TILE 2048
#define CHUNKS_AT_ONCE 16

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

// Adds the partial sums [R, chunks, n] in order, and reads several chunks before it adds them.
__device__ inline void addChunksTo(Out out, In partial, int chunks, int accumulate, int n, int replicas) {
  FOR_EACH_REPLICA(r, replicas) {
    float* o = out.at(r);
    const float* p = partial.at(r);
    FOR_EACH_ELEMENT(i, n) {
      float sum = p[i];
      for (int first = 1; first < chunks; first += CHUNKS_AT_ONCE) {
        float sums[CHUNKS_AT_ONCE];
#pragma unroll
        for (int j = 0; j < CHUNKS_AT_ONCE; j++) {
          sums[j] = first + j < chunks ? p[(size_t)(first + j) * n + i] : 0.0f;
        }
#pragma unroll
        for (int j = 0; j < CHUNKS_AT_ONCE; j++) {
          sum = first + j < chunks ? sum + sums[j] : sum;
        }
      }
      o[i] = accumulate ? o[i] + sum : sum;
    }
  }
}

extern "C" __global__ void addChunks(Out out, In partial, int chunks, int accumulate, int n,
                                     int replicas) {
  addChunksTo(out, partial, chunks, accumulate, n, replicas);
}

// Two outputs: z = 2.
extern "C" __global__ void addChunksOfTwo(Out first, Out second, In firstPartial, In secondPartial,
                                          int chunks, int accumulate, int n, int replicas) {
  bool isFirst = blockIdx.z == 0;
  addChunksTo(isFirst ? first : second, isFirst ? firstPartial : secondPartial, chunks, accumulate, n,
              replicas);
}
