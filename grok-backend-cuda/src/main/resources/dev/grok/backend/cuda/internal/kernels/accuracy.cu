// Shares of samples predicted correctly: one number a replica.
//
// Launch: a warp a sample, eight warps a block. A block takes up to CHUNK samples; x = chunks, y =
// replicas. The lanes of a warp take every 32nd candidate and then agree on the best; the lowest index
// wins among equals, and NaN is never best. If there are several chunks, their counts go to scratch
// memory [R, chunks] and finishShare adds them. Counts are whole numbers, exact in float32 up to 2^24.
#include "grok.cuh"

// Keeps the better of two candidates: smaller cost first, then lower index. An index of -1 is no candidate.
__device__ inline void keepBetter(float* cost, int* index, float otherCost, int otherIndex) {
  if (otherIndex >= 0 &&
      (*index < 0 || otherCost < *cost || (otherCost == *cost && otherIndex < *index))) {
    *cost = otherCost;
    *index = otherIndex;
  }
}

__device__ inline int bestOfWarp(float cost, int index) {
  for (int bits = 16; bits > 0; bits >>= 1) {
    float otherCost = __shfl_xor_sync(FULL_WARP, cost, bits);
    int otherIndex = __shfl_xor_sync(FULL_WARP, index, bits);
    keepBetter(&cost, &index, otherCost, otherIndex);
  }
  return index;
}

__device__ inline float shareOf(int correct, int batch) {
  return batch == 0 ? 0.0f : (float)((double)correct / batch);
}

// Counts the samples of a chunk whose best candidate is their label. `bestOf(r, b)` gives it, in every
// lane. `counts` is the accuracy if there is one chunk, else scratch memory [R, chunks].
template <typename Best>
__device__ inline void countCorrect(Out counts, IntIn labels, int batch, int replicas, int* warps,
                                    Best bestOf) {
  int end = min(batch, (int)(blockIdx.x + 1) * CHUNK);
  FOR_EACH_REPLICA(r, replicas) {
    int correct = 0;
    for (int b = blockIdx.x * CHUNK + threadIdx.x / 32; b < end; b += blockDim.x / 32) {
      int index = bestOf(r, b);
      correct += index >= 0 && index == labels.at(r)[b] ? 1 : 0;
    }
    int all = sumOfWarps(correct, warps);
    if (threadIdx.x == 0) {
      counts.at(r)[blockIdx.x] = gridDim.x == 1 ? shareOf(all, batch) : (float)all;
    }
  }
}

// Adds the counts of a replica's chunks and divides by the batch: one thread a replica.
extern "C" __global__ void finishShare(Out accuracy, In counts, int chunks, int batch, int replicas) {
  for (int r = blockIdx.x * blockDim.x + threadIdx.x; r < replicas; r += gridDim.x * blockDim.x) {
    int correct = 0;
    for (int i = 0; i < chunks; i++) {
      correct += (int)counts.at(r)[i];
    }
    *accuracy.at(r) = shareOf(correct, batch);
  }
}

extern "C" __global__ void __launch_bounds__(THREADS)
    nearestTargetAccuracy(Out counts, In predictions, In targets, IntIn labels, int batch, int dimensions,
                          int vocabulary, int replicas) {
  __shared__ int warps[32];
  countCorrect(counts, labels, batch, replicas, warps, [&](int r, int b) {
    const float* y = predictions.at(r) + (size_t)b * dimensions;
    float nearest = 0;
    int index = -1;
    for (int v = threadIdx.x % 32; v < vocabulary; v += 32) {
      const float* t = targets.at(r) + (size_t)v * dimensions;
      float distance = 0;
      for (int d = 0; d < dimensions; d++) {
        float difference = y[d] - t[d];
        distance = fmaf(difference, difference, distance);
      }
      keepBetter(&nearest, &index, distance, distance == distance ? v : -1);
    }
    return bestOfWarp(nearest, index);
  });
}

extern "C" __global__ void __launch_bounds__(THREADS)
    argMaxAccuracy(Out counts, In logits, IntIn labels, int batch, int vocabulary, int replicas) {
  __shared__ int warps[32];
  countCorrect(counts, labels, batch, replicas, warps, [&](int r, int b) {
    const float* z = logits.at(r) + (size_t)b * vocabulary;
    float lowest = 0;
    int index = -1;
    for (int v = threadIdx.x % 32; v < vocabulary; v += 32) {
      keepBetter(&lowest, &index, -z[v], z[v] == z[v] ? v : -1);
    }
    return bestOfWarp(lowest, index);
  });
}
