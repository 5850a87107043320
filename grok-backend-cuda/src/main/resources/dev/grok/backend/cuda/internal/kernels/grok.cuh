// What all kernel families share.
//
// Operands. A tensor comes as In, Out, IntIn or IntOut: its first element, and the distance between two
// replicas in elements, which is 0 if all replicas share the tensor. The elements of a replica are
// counted by 32 bits. Operands come first, then numbers; the number of replicas is the last.
//
// Replicas lie along blockIdx.y (or x where a block does a whole replica). There may be more replicas
// than blocks, so a kernel goes on to replica r + gridDim.y, unless its header says otherwise.
//
// Bits. There are no atomics. The order of every sum depends on the shape of one replica alone, never on
// the number of replicas or of multiprocessors. The compiler gets --fmad=false, so a multiply-add is
// fused only where the source says fmaf.
#pragma once

// What the host knows as well; KernelConstants.java makes it.
#include "constants.cuh"

template <typename T>
struct Operand {
  T* data;
  long long stride;
  __device__ T* at(int r) const { return data + r * stride; }
};
using In = Operand<const float>;
using Out = Operand<float>;
using IntIn = Operand<const int>;
using IntOut = Operand<int>;

#define FULL_WARP 0xFFFFFFFFu

// One thread an element, on a grid of any size.
#define FOR_EACH_REPLICA(r, replicas) for (int r = blockIdx.y; r < (replicas); r += gridDim.y)
#define FOR_EACH_ELEMENT(i, n)                                                      \
  for (unsigned i = blockIdx.x * blockDim.x + threadIdx.x; i < (unsigned)(n); \
       i += gridDim.x * blockDim.x)

__device__ inline float quietNaN() {
  return __int_as_float(0x7FC00000);
}

// NVRTC has no INFINITY.
__device__ inline float negativeInfinity() {
  return __int_as_float((int)0xFF800000u);
}

__device__ inline bool isFinite(float x) {
  return (__float_as_int(x) & 0x7F800000) != 0x7F800000;
}

// The sum over a warp, the same bits in every lane.
__device__ inline float warpSum(float value) {
  for (int bits = 16; bits > 0; bits >>= 1) {
    value += __shfl_xor_sync(FULL_WARP, value, bits);
  }
  return value;
}

// The largest value of a warp; NaN is left out.
__device__ inline float warpMax(float value) {
  for (int bits = 16; bits > 0; bits >>= 1) {
    value = fmaxf(value, __shfl_xor_sync(FULL_WARP, value, bits));
  }
  return value;
}

// The sum over a block, in every thread. `shared` has one place a warp. All threads take part.
template <typename T>
__device__ inline T sumOfWarps(T warpValue, T* shared) {
  if (threadIdx.x % 32 == 0) {
    shared[threadIdx.x / 32] = warpValue;
  }
  __syncthreads();
  T sum = shared[0];
  for (int w = 1; w < (int)(blockDim.x / 32); w++) {
    sum += shared[w];
  }
  __syncthreads();
  return sum;
}

__device__ inline float blockSum(float value, float* shared) {
  return sumOfWarps(warpSum(value), shared);
}

__device__ inline float normalDistribution(float x) {
  return fmaf(0.5f, erff(x * 0.70710678118654752f), 0.5f);
}

__device__ inline float activate(float x, int activation) {
  switch (activation) {
    case ACTIVATION_RELU:
      return x <= 0 ? 0.0f : x;  // NaN stays
    case ACTIVATION_LEAKY_RELU:
      return x > 0 ? x : LEAKY_SLOPE * x;
    case ACTIVATION_TANH:
      return tanhf(x);
    case ACTIVATION_GELU:
      return x * normalDistribution(x);
    default:
      return x;
  }
}

// What a product may end in: out = f(c + bias), where out may be c. It spares c a way through memory.
// With NO_ACTIVATION there is none.
struct Epilogue {
  Out out;
  In bias;
  int activation;

  __device__ bool exists() const { return activation != NO_ACTIVATION; }
  __device__ bool replaces(Out c) const { return exists() && out.data == c.data; }
};

struct Words {
  unsigned w[PHILOX_WORDS];
};

// Philox4x32-10 (Salmon et al., 2011), the block of four words that dev.grok.api.kernel.Philox gives
// for indices 4 block to 4 block + 3.
__device__ inline Words philox(unsigned seedLow, unsigned seedHigh, unsigned streamLow,
                               unsigned streamHigh, unsigned blockLow, unsigned blockHigh) {
  unsigned c0 = blockLow, c1 = blockHigh, c2 = streamLow, c3 = streamHigh;
  unsigned k0 = seedLow, k1 = seedHigh;
  for (int round = 0; round < PHILOX_ROUNDS; round++) {
    unsigned n0 = __umulhi(PHILOX_M1, c2) ^ c1 ^ k0;
    unsigned n2 = __umulhi(PHILOX_M0, c0) ^ c3 ^ k1;
    c1 = PHILOX_M1 * c2;
    c3 = PHILOX_M0 * c0;
    c0 = n0;
    c2 = n2;
    k0 += PHILOX_W0;
    k1 += PHILOX_W1;
  }
  return Words{{c0, c1, c2, c3}};
}

// A word mapped to 0..n-1, as Philox.below.
__device__ inline int below(unsigned word, int n) {
  return (int)__umulhi(word, (unsigned)n);
}

// What attention works on: H heads of D = C / H channels.
struct Heads {
  int batch;
  int heads;
  int tokens;
  int width;
};

// What a score is multiplied by.
__device__ inline float scaleOf(int width) {
  return width == 0 ? 0.0f : 1.0f / sqrtf((float)width);
}
