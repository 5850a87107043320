// CUDA for a .cu file that g++ compiles: built-in variables, __syncthreads, shuffles, intrinsics, and the
// trampoline by which the simulated driver calls a kernel with void** arguments.
#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <tuple>
#include <utility>

#include "state.h"

extern "C" {
SimState* grok_sim_state = nullptr;
extern char __start_grok_shared[] __attribute__((weak, visibility("hidden")));
extern char __stop_grok_shared[] __attribute__((weak, visibility("hidden")));
// Called before each block: shared memory has arbitrary contents then.
void grok_sim_poison_shared() {
  if (__start_grok_shared != nullptr) {
    memset(__start_grok_shared, 0xFF, __stop_grok_shared - __start_grok_shared);
  }
}
}

// g++ inserts calls of this where a pointer is not aligned for its type. On a device four floats that are
// read at once must lie at a multiple of sixteen bytes.
extern "C" inline __attribute__((used)) void __ubsan_handle_type_mismatch_v1(const void* source, const void*) {
  struct Source {
    const char* file;
    uint32_t line;
  };
  grok_sim_state->fail("an access that is not aligned", (int)static_cast<const Source*>(source)->line);
}

#define threadIdx (grok_sim_state->thread)
#define blockIdx (grok_sim_state->block)
#define blockDim (grok_sim_state->blockSize)
#define gridDim (grok_sim_state->gridSize)

// NVRTC knows no C headers.
#undef INFINITY
#undef NAN
#undef HUGE_VALF
#undef M_PI

#define __global__
#define __grid_constant__
#define __device__
#define __host__
#define __forceinline__ inline
#define __restrict__ __restrict
#define __launch_bounds__(...)
#define __shared__ static __attribute__((section("grok_shared")))
#define __syncthreads() grok_sim_state->syncThreads(__LINE__)
#define __syncwarp() ((void)grok_sim_state->meetWarp(0xFFFFFFFFu, 0, __LINE__))

template <typename T>
inline T simShuffle(unsigned mask, T value, int source, int line) {
  static_assert(sizeof(T) <= 8, "a shuffle moves at most eight bytes");
  uint64_t bits = 0;
  memcpy(&bits, &value, sizeof(T));
  const uint64_t* lanes = grok_sim_state->meetWarp(mask, bits, line);
  if (source < 0 || source > 31) {
    return value;
  }
  if ((mask >> source & 1) == 0) {
    grok_sim_state->fail("a shuffle reads a lane that is not in its mask", line);
  }
  T result;
  memcpy(&result, &lanes[source], sizeof(T));
  return result;
}

inline int simLane() {
  return (int)((threadIdx.x + blockDim.x * (threadIdx.y + blockDim.y * threadIdx.z)) & 31);
}

inline unsigned simBallot(unsigned mask, bool predicate, int line) {
  const uint64_t* lanes = grok_sim_state->meetWarp(mask, predicate ? 1 : 0, line);
  unsigned result = 0;
  for (int i = 0; i < 32; i++) {
    if ((mask >> i & 1) != 0 && lanes[i] != 0) {
      result |= 1u << i;
    }
  }
  return result;
}

#define __shfl_sync(mask, value, source) simShuffle(mask, value, (int)(source), __LINE__)
#define __shfl_xor_sync(mask, value, bits) simShuffle(mask, value, simLane() ^ (int)(bits), __LINE__)
#define __shfl_down_sync(mask, value, by) \
  simShuffle(mask, value, simLane() + (int)(by) > 31 ? -1 : simLane() + (int)(by), __LINE__)
#define __ballot_sync(mask, predicate) simBallot(mask, predicate, __LINE__)

inline unsigned __umulhi(unsigned a, unsigned b) {
  return (unsigned)(((uint64_t)a * b) >> 32);
}
inline int __popc(unsigned x) {
  return __builtin_popcount(x);
}
inline int __float_as_int(float x) {
  int bits;
  memcpy(&bits, &x, 4);
  return bits;
}
inline float __int_as_float(int bits) {
  float x;
  memcpy(&x, &bits, 4);
  return x;
}
struct alignas(16) float4 {
  float x, y, z, w;
};
template <typename T>
inline T min(T a, T b) {
  return b < a ? b : a;
}
template <typename T>
inline T max(T a, T b) {
  return a < b ? b : a;
}
inline float rsqrtf(float x) {
  return 1.0f / std::sqrt(x);
}

// The driver copies arguments by their sizes and calls the kernel with pointers to the copies.
template <typename... P>
struct SimKernel {
  static constexpr size_t SIZES[sizeof...(P) + 1] = {sizeof(P)..., 0};
  template <size_t... I>
  static void call(void (*kernel)(P...), void** arguments, std::index_sequence<I...>) {
    kernel(*static_cast<P*>(arguments[I])...);
  }
};
template <typename... P>
inline void simCall(void (*kernel)(P...), void** arguments) {
  SimKernel<P...>::call(kernel, arguments, std::index_sequence_for<P...>{});
}
template <typename... P>
inline size_t simSizes(void (*)(P...), const size_t** sizes) {
  *sizes = SimKernel<P...>::SIZES;
  return sizeof...(P);
}
#define GROK_SIM_KERNEL(name)                                                 \
  extern "C" void grok_sim_call_##name(void** arguments) { simCall(&name, arguments); } \
  extern "C" size_t grok_sim_sizes_##name(const size_t** sizes) { return simSizes(&name, sizes); }
